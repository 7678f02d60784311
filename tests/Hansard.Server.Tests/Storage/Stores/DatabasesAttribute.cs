using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Hansard.Server.Tests.Storage.Stores;

/// <summary>A test that runs once on each database, which is its first parameter.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DatabasesAttribute : DataAttribute
{
    /// <inheritdoc />
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
        => ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>([.. Enum.GetValues<Database>().Select(one => new TheoryDataRow(one))]);

    /// <inheritdoc />
    public override bool SupportsDiscoveryEnumeration() => true;
}
