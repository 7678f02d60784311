namespace Hansard.Architecture.Tests;

/// <summary>The rules themselves: what they would miss, nobody would notice.</summary>
public sealed class FolderRulesTests
{
    private static readonly Dictionary<string, string[]> Table = new() { ["Upper"] = ["Lower"], ["Lower"] = [] };

    [Fact]
    public void An_arrow_that_the_table_lacks_is_a_fault_with_its_example()
    {
        var faults = new FolderRules(Table, []).Faults(new Dictionary<Arrow, string> { [new Arrow("Lower", "Upper")] = "A uses B" });
        Assert.Equal("Lower → Upper is not allowed: A uses B.", faults);
    }

    [Fact]
    public void A_circle_in_the_table_is_a_fault_unless_it_is_marked()
    {
        var table = new Dictionary<string, string[]> { ["Upper"] = ["Lower"], ["Lower"] = ["Upper"] };
        var arrows = new Dictionary<Arrow, string> { [new Arrow("Lower", "Upper")] = "A uses B" };
        Assert.Equal("The table has a circle: Lower, Upper.", new FolderRules(table, []).Faults(arrows));
        Assert.Empty(new FolderRules(table, [new Arrow("Lower", "Upper")]).Faults(arrows));
    }

    [Fact]
    public void A_known_circle_that_is_gone_has_to_go_from_the_table()
        => Assert.StartsWith(
            "Upper → Lower is gone", new FolderRules(Table, [new Arrow("Upper", "Lower")]).Faults(new Dictionary<Arrow, string>()),
            StringComparison.Ordinal);

    [Fact]
    public void What_only_the_code_of_a_method_uses_is_seen()
    {
        var arrows = new CompiledAssembly(type => type switch
        {
            "Hansard.Architecture.Tests.CompiledAssembly" => "Reader",
            "Mono.Cecil.AssemblyDefinition" => "Cecil",
            "System.IDisposable" => "System",
            _ => null,
        }).Read(typeof(CompiledAssembly).Assembly.Location);
        Assert.Equal(
            [new Arrow("Reader", "Cecil"), new Arrow("Reader", "System")],
            arrows.Keys.Order(Comparer<Arrow>.Create((a, b) => string.CompareOrdinal(a.To, b.To))));
    }
}
