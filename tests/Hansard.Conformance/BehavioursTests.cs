using System.Reflection;

namespace Hansard.Conformance;

public sealed class BehavioursTests(SoftwareKit sdk, ServerProcess server)
{
    [Fact]
    public async Task Every_call_of_the_sdk_is_made() => Assert.Empty(await sdk.MissingCallsAsync());

    [Fact]
    public async Task Every_behaviour_that_is_written_is_tried()
    {
        var tests = typeof(BehavioursTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null)
            .Select(method => method.Name)
            .ToHashSet();

        foreach (var file in sdk.Files) Assert.Empty((await sdk.BehavioursAsync(server, file)).Except(tests));
    }
}
