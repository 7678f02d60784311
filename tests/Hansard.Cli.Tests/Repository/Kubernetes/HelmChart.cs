using System.Text;
using System.Text.RegularExpressions;
using YamlDotNet.Serialization;

namespace Hansard.Cli.Tests.Repository.Kubernetes;

/// <summary>The chart, rendered by as much of Helm's language as it uses: no more passes.</summary>
internal sealed partial class HelmChart
{
    private readonly string _folder;
    private readonly object _values;
    private readonly Dictionary<string, Piece[]> _named = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    public HelmChart(string folder)
    {
        _folder = folder;
        var yaml = new DeserializerBuilder().Build();
        _values = new Dictionary<object, object>
        {
            ["Values"] = yaml.Deserialize<object>(File.ReadAllText(Path.Combine(folder, "values.yaml"))),
            ["Chart"] = Chart(yaml.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(folder, "Chart.yaml")))),
            ["Release"] = new Dictionary<object, object> { ["Name"] = "hansard" },
        };
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "templates"), "*.tpl")) Render(Pieces(file), new StringBuilder());
    }

    /// <summary>Values that nothing has used yet.</summary>
    public IEnumerable<string> Unused => Leaves(_values, "").Where(leaf => leaf.StartsWith(".Values.", StringComparison.Ordinal))
        .Where(leaf => !_used.Any(used => leaf == used || leaf.StartsWith($"{used}.", StringComparison.Ordinal)));

    /// <summary>Changes a value.</summary>
    public HelmChart With(string path, object value)
    {
        var names = path.Split('.');
        var at = names[1..^1].Aggregate(_values, (map, name) => ((Dictionary<object, object>)map)[name]);
        ((Dictionary<object, object>)at)[names[^1]] = value;
        return this;
    }

    /// <summary>All documents.</summary>
    public string Render()
    {
        var output = new StringBuilder();
        foreach (var file in Directory.GetFiles(Path.Combine(_folder, "templates"), "*.yaml").Order(StringComparer.Ordinal))
        {
            var document = new StringBuilder();
            Render(Pieces(file), document);
            if (!string.IsNullOrWhiteSpace(document.ToString())) output.Append("\n---\n").Append(document);
        }

        return output.ToString();
    }

    private static Dictionary<object, object> Chart(Dictionary<string, string> chart)
        => chart.ToDictionary(entry => (object)(char.ToUpperInvariant(entry.Key[0]) + entry.Key[1..]), entry => (object)entry.Value);

    private static Piece[] Pieces(string file)
    {
        var text = File.ReadAllText(file);
        var pieces = new List<Piece>();
        var at = 0;
        foreach (Match action in Action().Matches(text))
        {
            var before = text[at..action.Index];
            if (pieces is [.., { Trims: true }]) before = before.TrimStart();
            if (action.Groups[1].Length > 0) before = before.TrimEnd();
            pieces.Add(new Piece(before, null, false));
            pieces.Add(new Piece("", action.Groups[2].Value, action.Groups[3].Length > 0));
            at = action.Index + action.Length;
        }

        pieces.Add(new Piece(text[at..], null, false));
        return [.. pieces];
    }

    private void Render(ReadOnlySpan<Piece> pieces, StringBuilder output)
    {
        for (var i = 0; i < pieces.Length; i++)
        {
            output.Append(pieces[i].Text);
            if (pieces[i].Action is not { } action) continue;
            var words = action.Split(' ');
            if (words[0] is not ("if" or "define"))
            {
                output.Append(Evaluate(action));
                continue;
            }

            var end = i + 1;
            for (var depth = 1; depth > 0; end++)
            {
                if (pieces[end].Action is not { } inner) continue;
                if (inner == "end") depth--;
                else if (inner.StartsWith("if ", StringComparison.Ordinal)) depth++;
            }

            var body = pieces[(i + 1)..(end - 1)];
            if (words[0] == "define") _named.Add(words[1].Trim('"'), body.ToArray());
            else if (IsTrue(Value(words[^1])) != (words[1] == "not")) Render(body, output);
            i = end - 1;
        }
    }

    private string Evaluate(string action)
    {
        var steps = action.Split(" | ");
        var value = steps[0].Split(' ') switch
        {
            ["toYaml", var path] => new SerializerBuilder().Build().Serialize(Value(path)!).TrimEnd(),
            ["include", var name, "."] => Included(name.Trim('"')),
            [var path] => (string)Value(path)!,
            _ => throw new FormatException($"This test does not know '{action}'."),
        };
        foreach (var step in steps[1..])
        {
            value = step.Split(' ') switch
            {
                ["quote"] => $"\"{value}\"",
                ["nindent", var depth] => $"\n{Indented(value, int.Parse(depth))}",
                ["default", var path] => value.Length > 0 ? value : (string)Value(path)!,
                _ => throw new FormatException($"This test does not know '{action}'."),
            };
        }

        return value;
    }

    private static string Indented(string text, int depth)
        => string.Join('\n', text.Split('\n').Select(line => new string(' ', depth) + line));

    private string Included(string name)
    {
        var output = new StringBuilder();
        Render(_named[name], output);
        return output.ToString();
    }

    private object? Value(string path)
    {
        _used.Add(path);
        return path.TrimStart('.').Split('.').Aggregate(
            _values,
            (map, name) => ((Dictionary<object, object>)map).TryGetValue(name, out var value)
                ? value
                : throw new FormatException($"There is no value {path}."));
    }

    private static bool IsTrue(object? value) => value switch
    {
        string text => text is not ("" or "false"),
        System.Collections.ICollection items => items.Count > 0,
        _ => value is not null,
    };

    private static IEnumerable<string> Leaves(object value, string path) => value is Dictionary<object, object> { Count: > 0 } map
        ? map.SelectMany(entry => Leaves(entry.Value, $"{path}.{entry.Key}"))
        : [path];

    [GeneratedRegex(@"\{\{(-?)\s*(.*?)\s*(-?)\}\}")]
    private static partial Regex Action();

    private readonly record struct Piece(string Text, string? Action, bool Trims);
}
