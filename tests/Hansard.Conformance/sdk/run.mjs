// Runs one behaviour: node run.mjs FILE NAME. The server and the key come from SONIOX_API_BASE_URL and SONIOX_API_KEY, as the SDK reads them.
import { SonioxNodeClient } from '@soniox/node';

const [file, name] = process.argv.slice(2);
const behaviours = await import(`./behaviours/${file}.mjs`);
if (name === undefined) {
  console.log(JSON.stringify(Object.keys(behaviours)));
} else {
  await behaviours[name](new SonioxNodeClient());
  console.log('done');
}
