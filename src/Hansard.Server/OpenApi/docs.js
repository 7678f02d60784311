// Shows the OpenAPI document of this server. Builds the page from elements and text only, so nothing in the document can become markup.

const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
};

const server = new URL('.', location.href).href.replace(/\/$/, '');

const nameOf = reference => reference.split('/').pop();

// A schema in a few words, with links to the objects it names.
const typeOf = schema => {
  if (!schema) return element('span');
  if (schema.$ref) return element('a', { href: `#schema-${nameOf(schema.$ref)}` }, nameOf(schema.$ref));
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return joined(choices.map(typeOf), ' or ');
  const types = [schema.type ?? 'any'].flat();
  if (types.includes('array')) {
    const most = schema.maxItems ? `, at most ${schema.maxItems}` : '';
    return element('span', {}, 'list of ', typeOf(schema.items), most, types.includes('null') ? ' or null' : '');
  }

  const qualified = schema.format ?? (schema.maxLength && `at most ${schema.maxLength} characters`);
  return element('span', {}, types.map(type => type === 'string' && qualified ? `string (${qualified})` : type).join(' or '));
};

const joined = (nodes, separator) =>
  element('span', {}, ...nodes.flatMap((node, index) => index === 0 ? [node] : [separator, node]));

const table = (caption, header, rows) => element('div', { class: 'scroll' },
  element('table', {},
    element('caption', {}, caption),
    element('thead', {}, element('tr', {}, ...header.map(text => element('th', { scope: 'col' }, text)))),
    element('tbody', {}, ...rows.map(cells => element('tr', {}, ...cells.map(cell => element('td', {}, cell)))))));

const fieldName = (name, required) =>
  element('span', {}, element('code', {}, name), required ? element('span', { class: 'required' }, ' required') : null);

const fields = (caption, schema) => table(caption, ['Field', 'Type', 'Meaning'],
  Object.entries(schema.properties ?? {}).map(([name, field]) =>
    [fieldName(name, schema.required?.includes(name)), typeOf(field), field.description ?? '']));

const pretty = value => JSON.stringify(value, null, 2);

const example = (title, text) => element('details', {}, element('summary', {}, title), element('pre', {}, text));

// A command that can be pasted into a shell: the key is in $HANSARD_KEY.
const command = (method, path, data, query) => [
  `curl -H "Authorization: Bearer $HANSARD_KEY" '${server}${path.replace(/\{(\w+)\}/g, (_, name) => name.toUpperCase())}${query}'`,
  ['get', 'post'].includes(method) ? null : `-X ${method.toUpperCase()}`,
  data === undefined && method === 'post' && path === '/v1/files' ? '-F file=@meeting.m4a' : null,
  data === undefined && method === 'post' && path !== '/v1/files' ? '-X POST' : null,
  data === undefined ? null : `--json '${pretty(data).replaceAll("'", "'\\''")}'`,
].filter(part => part !== null).join(' ');

const examplesOf = content => Object.entries(Object.values(content ?? {})[0]?.examples ?? {});

// Required parameters of a query, with the values of their examples.
const queryOf = operation => {
  const required = (operation.parameters ?? []).filter(parameter => parameter.in === 'query' && parameter.required);
  return required.length === 0 ? '' : `?${required.map(({ name, example }) => `${name}=${example}`).join('&')}`;
};

const examples = (method, path, operation) => {
  const query = queryOf(operation);
  const requests = examplesOf(operation.requestBody?.content);
  const asked = requests.length > 0
    ? requests.map(([title, { value }]) => example(`Example: ${title}`, command(method, path, value, query)))
    : [example('Example', command(method, path, undefined, query))];
  const answered = Object.values(operation.responses).flatMap(response => examplesOf(response.content))
    .map(([status, { value }]) => example(`Example of an answer: ${status}`, pretty(value)));
  return [...asked, ...answered];
};

const body = requestBody => Object.entries(requestBody.content).map(([type, { schema }]) => schema.$ref
  ? element('p', {}, `Body, ${type}: `, typeOf(schema))
  : fields(`Body, ${type}`, schema));

const responses = all => table('Answers', ['Status', 'Body', 'Meaning'], Object.entries(all).map(([status, response]) => {
  const content = Object.values(response.content ?? {})[0];
  return [element('code', {}, status), content ? typeOf(content.schema) : 'none', response.description ?? ''];
}));

const call = (method, path, operation) => element('section', { class: 'call', id: anchor(method, path) },
  element('h3', {}, element('span', { class: 'method' }, method.toUpperCase()), path),
  element('p', { class: 'summary' }, operation.summary ?? ''),
  operation.parameters?.length
    ? table('Parameters', ['Name', 'Type', 'Meaning'], operation.parameters.map(parameter =>
      [fieldName(parameter.name, parameter.required), typeOf(parameter.schema), parameter.description ?? '']))
    : null,
  ...(operation.requestBody ? body(operation.requestBody) : []),
  responses(operation.responses),
  ...(method === 'head' ? [] : examples(method, path, operation)));

const anchor = (method, path) => `${method}${path}`.replace(/[^a-z0-9]+/gi, '-');

const show = api => {
  document.getElementById('about').replaceChildren(
    api.info.description, ' Send your key as ', element('code', {}, 'Authorization: Bearer KEY'), '. The document itself: ',
    element('a', { href: 'openapi/v1.json' }, 'openapi/v1.json'), '.');

  const groups = new Map();
  for (const [path, item] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      const tag = operation.tags?.[0] ?? 'Other';
      groups.set(tag, [...(groups.get(tag) ?? []), [method, path, operation]]);
    }
  }

  const contents = element('ul');
  const calls = document.getElementById('calls');
  for (const [tag, entries] of groups) {
    calls.append(element('h2', {}, tag));
    for (const [method, path, operation] of entries) {
      contents.append(element('li', {}, element('a', { href: `#${anchor(method, path)}` }, `${method.toUpperCase()} ${path}`)));
      calls.append(call(method, path, operation));
    }
  }

  document.getElementById('contents').append(contents);
  document.getElementById('schemas-title').hidden = false;
  for (const [name, schema] of Object.entries(api.components?.schemas ?? {})) {
    document.getElementById('schemas').append(element('section', { class: 'schema', id: `schema-${name}` },
      element('h3', {}, name), schema.description ? element('p', {}, schema.description) : null,
      schema.properties ? fields('Fields', schema) : element('p', {}, (schema.enum ?? []).join(', '))));
  }

  if (location.hash) document.querySelector(CSS.escape(location.hash).replace('\\#', '#'))?.scrollIntoView();
};

fetch('openapi/v1.json')
  .then(response => response.ok ? response.json() : Promise.reject(new Error(`the server answered ${response.status}`)))
  .then(show)
  .catch(error => document.getElementById('about').replaceChildren(`The API description could not be loaded: ${error.message}. Reload the page to try again.`));
