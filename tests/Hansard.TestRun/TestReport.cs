using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Hansard.TestRun;

/// <summary>Outcome of one test program.</summary>
/// <param name="Counts">Numbers of its tests.</param>
/// <param name="Failures">What failed, in and outside of tests.</param>
/// <param name="Passed">The names of the tests that passed.</param>
internal sealed record TestReport(TestCounts Counts, IReadOnlyList<TestFailure> Failures, IReadOnlySet<string> Passed)
{
    /// <summary>Most lines that are repeated of one failure: enough for a message and the first frames of its stack.</summary>
    private const int MostLines = 24;

    /// <summary>Reads xUnit's report of one test program.</summary>
    /// <param name="report">The path of the XML file.</param>
    /// <returns>Its counts, errors outside of tests among the failures; null where there is no whole report.</returns>
    public static TestReport? Read(string report)
    {
        try
        {
            var assemblies = XDocument.Load(report).Descendants("assembly").ToList();
            return new TestReport(
                assemblies.Select(assembly => new TestCounts(
                    Passed: Count(assembly, "passed"),
                    Failed: Count(assembly, "failed") + Count(assembly, "errors"),
                    Skipped: Count(assembly, "skipped"))).Aggregate((left, right) => left + right),
                [.. assemblies.Descendants("failure").Select(Failure)],
                assemblies.Descendants("test").Where(test => (string?)test.Attribute("result") == "Pass")
                    .Select(test => (string?)test.Attribute("name") ?? "").ToHashSet());
        }
        catch (Exception exception) when (exception is IOException or XmlException or InvalidOperationException)
        {
            return null;
        }
    }

    // A failure stands in its test, or in the error of a fixture or of a clean-up.
    private static TestFailure Failure(XElement failure)
    {
        var test = failure.Parent?.Name == "test" ? failure.Parent : null;
        var (type, method) = (test?.Attribute("type")?.Value, test?.Attribute("method")?.Value);
        var lines = new[] { failure.Element("message"), failure.Element("stack-trace") }
            .SelectMany(element => (element?.Value ?? "").Split('\n'))
            .Select(line => line.TrimEnd())
            .Where(line => line.Length > 0)
            .Take(MostLines);
        return new TestFailure(
            type is null || method is null ? null : $"{type}.{method}",
            failure.Parent?.Attribute("name")?.Value ?? "outside of a test",
            [.. lines]);
    }

    private static int Count(XElement assembly, string name)
        => int.TryParse(assembly.Attribute(name)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
}
