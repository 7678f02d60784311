using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Hansard.Cli.Tests.Transcribe.Progress;

namespace Hansard.Cli.Tests.Messages;

/// <summary>
/// A folder in which calls are made, in a terminal or through a pipe, and their messages compared with those that are wanted.
/// </summary>
internal sealed partial class Stage : IDisposable
{
    private const string Own = "hansard: ";
    private const string Mark = "= ";

    /// <summary>Makes a folder with a home for the user.</summary>
    public Stage()
    {
        Folder = Directory.CreateTempSubdirectory("hansard-messages-").FullName;
        Directory.CreateDirectory(At("home"));
        Names = new Dictionary<string, string> { ["folder"] = Folder };
    }

    /// <summary>The working folder of all calls.</summary>
    public string Folder { get; }

    /// <summary>Values of the names in braces.</summary>
    public Dictionary<string, string> Names { get; }

    /// <summary>Variables of all calls.</summary>
    public Dictionary<string, string> Environment { get; } = new()
    {
        ["HOME"] = "{folder}/home",
        ["XDG_CONFIG_HOME"] = "{folder}/home/.config",
        ["XDG_STATE_HOME"] = "{folder}/home/.state",
        ["HANSARD_URL"] = "",
        ["HANSARD_API_KEY"] = "",
    };

    /// <summary>A path in the folder.</summary>
    public string At(string name) => Path.Combine(Folder, name);

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Makes all calls, and fails the test with all that say something else.</summary>
    /// <param name="rows">The calls, in their order; those that wait for a user come last.</param>
    /// <param name="columns">Width of the terminal; null for a pipe. More than one width is only for rows with an indent.</param>
    public async Task PlayAsync(IReadOnlyList<MessageRow> rows, int? columns)
    {
        Tool.Of("ffmpeg").Require();
        List<MessageRow> played = [.. rows.Where(row => columns is not null || !row.OnlyInTerminal)];
        List<MessageRow> atOnce = [.. played.Where(row => row.Until is null)];
        List<string> said = [];
        if (atOnce.Count > 0) said.AddRange(Split(await RunAsync(atOnce, columns, null)));
        foreach (var row in played.Where(row => row.Until is not null)) said.AddRange(Split(await RunAsync([row], columns, row)));

        List<MessageRow> ordered = [.. atOnce, .. played.Where(row => row.Until is not null)];
        var faults = ordered.Zip(said).Select(each => FaultOf(each.First, each.Second, columns)).OfType<string>().ToList();
        if (ordered.Count != said.Count) faults.Add($"{ordered.Count} calls were to be made, and {said.Count} were.");
        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
    }

    // Under the lines of each call stands its exit code.
    private static IEnumerable<string> Split(string said)
    {
        var block = new List<string>();
        foreach (var line in said.Split('\n'))
        {
            block.Add(line);
            if (!line.StartsWith(Mark, StringComparison.Ordinal)) continue;
            yield return string.Join('\n', block);
            block.Clear();
        }
        if (string.Concat(block).Trim().Length > 0) yield return string.Join('\n', block);
    }

    private string? FaultOf(MessageRow row, string said, int? columns)
    {
        said = said.Replace("^C", "", StringComparison.Ordinal); // A terminal's own echo.
        var lines = said.Split('\n').ToList();
        var joined = new List<string>();
        foreach (var line in lines)
        {
            if (row.Indent is { } indent && columns is not null && line.StartsWith(new string(' ', indent), StringComparison.Ordinal))
                joined[^1] += $" {line.Trim()}";
            else joined.Add(line);
        }
        var isFit = row.Indent is null || columns is null || lines.All(line => line.Length <= columns);
        var rows = columns is null ? row.Lines : row.InTerminal ?? row.Lines;
        List<string> wanted = [.. rows.Select(line => line.StartsWith('.') ? line[1..] : $"{Own}{line}"), $"{Mark}{row.Code}"];
        var isAlike = wanted.Count == joined.Count && wanted.Zip(joined).All(each => PatternOf(each.First).IsMatch(each.Second));
        if (isFit && isAlike && !said.Contains('\e') && !said.Contains('\r')) return null;
        return $"hansard {row.Arguments}\n  was to say\n{string.Join('\n', wanted)}\n"
            + $"  and says{(isFit ? "" : ", wider than the terminal,")}\n{said.Replace("\e", "<ESC>", StringComparison.Ordinal)}";
    }

    private Regex PatternOf(string line)
        => new($"^{string.Join(".*", Named(line).Split("{*}").Select(Regex.Escape))}$", RegexOptions.CultureInvariant);

    private async Task<string> RunAsync(IReadOnlyList<MessageRow> rows, int? columns, MessageRow? user)
    {
        var script = At("run.sh");
        await File.WriteAllTextAsync(script, Script(rows));
        File.Delete(At("pid"));
        if (columns is not { } width) return await ReadPipeAsync(script, user);
        await using var terminal = await Terminal.StartScriptAsync(width, 24, Folder, script);
        if (user is not null)
        {
            await terminal.WaitForAsync(screen => IsReached(user, screen));
            await (user.Typed is { } typed ? terminal.TypeAsync(typed) : terminal.InterruptAsync());
        }
        return (await terminal.WaitForExitAsync()).Screen;
    }

    private async Task<string> ReadPipeAsync(string script, MessageRow? user)
    {
        var start = new ProcessStartInfo("sh", ["-c", "exec sh \"$0\" 2>&1", script])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(15));
        if (user is null) return (await process.StandardOutput.ReadToEndAsync(limit.Token)).TrimEnd('\n');

        var said = new StringBuilder();
        var reading = Task.Run(
            async () =>
            {
                while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
                    lock (said) said.Append(line).Append('\n');
            },
            limit.Token);
        while (!reading.IsCompleted && !IsReached(user, Text())) await Task.Delay(20, limit.Token);
        using var signal = HansardProcess.Signal(int.Parse(await File.ReadAllTextAsync(At("pid"), limit.Token)), "INT");
        await reading;
        return Text().TrimEnd('\n');

        string Text()
        {
            lock (said) return said.ToString();
        }
    }

    private bool IsReached(MessageRow row, string screen)
        => row.Until!.StartsWith("file:", StringComparison.Ordinal)
            ? File.Exists(At("pid")) && File.Exists(At(row.Until[5..]))
            : screen.Contains(Named(row.Until), StringComparison.Ordinal);

    private string Script(IReadOnlyList<MessageRow> rows)
    {
        var script = new StringBuilder("trap : INT\n");
        foreach (var (name, value) in Environment) script.Append($"export {name}='{Named(value)}'\n");
        foreach (var row in rows)
        {
            if (row.Before.Length > 0) script.Append($"{{ {Named(row.Before)}\n}} >/dev/null 2>&1\n");
            var environment = row.Environment.Length > 0 ? $"env {Named(row.Environment)} " : "";
            var output = row.Output is null ? "" : $" >{row.Output}";
            var input = row.Input == "/dev/tty" ? "<>/dev/tty" : $"<{Named(row.Input)}"; // A user's terminal is open both ways.
            // The process says its number, so that it can be interrupted, which a shell in a pipe would keep from one in the background.
            script.Append($"sh -c 'echo $$ >{Folder}/pid; exec \"$@\"' - {Limit}{(row.HeedsPermissions ? Unprivileged : "")}{environment}")
                .Append($"'{HansardProcess.Dotnet()}' '{Program}' {Named(row.Arguments)}{output} {input}\n")
                .Append($"echo \"{Mark}$?\" >&2\n");
        }
        return script.ToString();
    }

    // A program that should have ended, and has not, is no reason to wait for ever.
    private const string Limit = "timeout --foreground -k 5 150 ";

    private static string Program => Path.Combine(AppContext.BaseDirectory, "hansard.dll");

    // Root may read and write everything, until it gives that up.
    private static string Unprivileged => System.Environment.UserName == "root"
        ? "setpriv --bounding-set=-dac_override,-dac_read_search --inh-caps=-dac_override,-dac_read_search -- "
        : "";

    private string Named(string text)
        => Braces().Replace(text, match => Names.TryGetValue(match.Groups[1].Value, out var value) ? value : match.Value);

    [GeneratedRegex(@"\{([a-z0-9]+)\}")]
    private static partial Regex Braces();
}
