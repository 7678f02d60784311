using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Hansard.TestRun;

/// <summary>Numbers of tests that passed, failed and were skipped.</summary>
internal sealed record TestCounts(int Passed, int Failed, int Skipped)
{
    /// <summary>Adds up two counts.</summary>
    public static TestCounts operator +(TestCounts left, TestCounts right)
        => new(left.Passed + right.Passed, left.Failed + right.Failed, left.Skipped + right.Skipped);

    /// <summary>Reads xUnit's report of one test program.</summary>
    /// <param name="report">The path of the XML file.</param>
    /// <returns>Its counts, errors outside of tests among the failures; null where there is no whole report.</returns>
    public static TestCounts? Read(string report)
    {
        try
        {
            return XDocument.Load(report).Descendants("assembly")
                .Select(assembly => new TestCounts(
                    Passed: Count(assembly, "passed"),
                    Failed: Count(assembly, "failed") + Count(assembly, "errors"),
                    Skipped: Count(assembly, "skipped")))
                .Aggregate((left, right) => left + right);
        }
        catch (Exception exception) when (exception is IOException or XmlException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public override string ToString() => $"{Passed} passed, {Failed} failed{(Skipped == 0 ? "" : $", {Skipped} skipped")}";

    private static int Count(XElement assembly, string name)
        => int.TryParse(assembly.Attribute(name)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
}
