using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

[assembly: Xunit.TestCollectionOrderer(typeof(Hansard.Tests.Order.LongestFirst))]

namespace Hansard.Tests.Order;

/// <summary>
/// Starts the classes, or collections of them, that take longest before all others, so that none of them is left alone at the end. A
/// project names them as <c>RunFirst</c> of its assembly's metadata, in their order.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly List<string> Names =
    [
        .. typeof(LongestFirst).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Where(attribute => attribute.Key == "RunFirst")
            .SelectMany(attribute => (attribute.Value ?? "").Split(';')),
    ];

    /// <inheritdoc />
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection
        => [.. testCollections.OrderBy(collection => Rank(collection.TestCollectionDisplayName))];

    // "PostgreSQL", or "Test collection for Hansard.Cli.Tests.Guides.GuideTests (id: …)".
    private static int Rank(string collection)
    {
        var rank = Names.FindIndex(name => collection == name || collection.Contains($".{name} ", StringComparison.Ordinal));
        return rank < 0 ? Names.Count : rank;
    }
}
