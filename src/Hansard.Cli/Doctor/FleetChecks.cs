using System.Text.Json;
using Hansard.Cli.Remote.Api;

namespace Hansard.Cli.Doctor;

/// <summary>Looks at the nodes of an installation as the server that was asked sees them.</summary>
internal static class FleetChecks
{
    private static readonly TimeSpan LargestSkew = TimeSpan.FromSeconds(5);

    /// <summary>Looks at what <c>GET /v1/admin/nodes</c> has told.</summary>
    /// <param name="told">Its answer.</param>
    public static IEnumerable<Check> Of(JsonElement told)
    {
        const string Name = "nodes";
        var nodes = told.Items("nodes").ToList();
        var answering = nodes.Where(node => IsTrue(node, "answers")).ToList();
        foreach (var node in nodes.Except(answering))
        {
            yield return Check.Wrong(
                Name, $"{Called(node)} does not answer: see whether it runs, and whether {Called(nodes.First(n => IsTrue(n, "current")))} "
                + "reaches its port.");
        }

        foreach (var node in answering.Where(node => SkewOf(node) > LargestSkew))
        {
            yield return Check.Wrong(
                "clock", $"{Called(node)} is {SkewOf(node).TotalSeconds:0} seconds away from the node that was "
                + "asked: let both machines set their clocks by the network (chrony, systemd-timesyncd).");
        }

        var versions = answering.GroupBy(node => node.Text("version")).ToList();
        if (versions.Count > 1)
        {
            var list = string.Join(", ", versions.Select(version => $"{version.Key} on {string.Join(" and ", version.Select(Called))}"));
            yield return Check.Noted("versions", Printable.Of($"{list}: bring all nodes to the newest."));
        }

        var workers = answering.Where(node => node.Text("role") != "api").ToList();
        foreach (var check in Models(workers)) yield return check;
        if (workers.Count == 0)
        {
            yield return Check.Wrong(
                Name, $"none of {answering.Count} transcribes, and {Waiting(told)} jobs wait: start one with --role worker.");
        }
        else
        {
            yield return Check.Good(
                Name, $"{answering.Count} answer, {workers.Count} of them transcribe; {Waiting(told)} jobs wait");
        }
    }

    // A job whose model one worker lacks waits for the others, however idle that one is.
    private static IEnumerable<Check> Models(IReadOnlyList<JsonElement> workers)
    {
        var all = workers.SelectMany(ModelsOf).ToHashSet(StringComparer.Ordinal);
        foreach (var worker in workers)
        {
            var missing = all.Except(ModelsOf(worker)).Order(StringComparer.Ordinal).ToList();
            if (missing.Count == 0) continue;
            yield return Check.Noted(
                "missing", Printable.Of($"{Called(worker)} lacks {string.Join(", ", missing)}, which other workers have: it gets no jobs "
                + $"of these. 'hansard models pull {missing[0]}' there fetches it."));
        }
    }

    private static bool IsTrue(JsonElement node, string name)
        => node.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True;

    private static long Waiting(JsonElement told) => told.Number("waiting_jobs") ?? 0;

    private static TimeSpan SkewOf(JsonElement node)
        => node.TryGetProperty("clock_skew_ms", out var skew) && skew.ValueKind is JsonValueKind.Number
            ? TimeSpan.FromMilliseconds(Math.Abs(skew.GetDouble()))
            : TimeSpan.Zero;

    private static IEnumerable<string> ModelsOf(JsonElement node) => node.Texts("models");

    private static string Called(JsonElement node)
        => Printable.Of(node.Text("host") is { } host ? $"{host} ({node.Text("address") ?? "here"})" : node.Text("address") ?? "a node");
}
