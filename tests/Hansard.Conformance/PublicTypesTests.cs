using System.Reflection;
using Hansard.Engine;
using Hansard.Translation;

namespace Hansard.Conformance;

/// <summary>The promise of the packages: a type that becomes public, or ceases to be, does so in view.</summary>
public sealed class PublicTypesTests
{
    [Theory]
    [InlineData(typeof(TranscriptionEngine))]
    [InlineData(typeof(TranslatorCatalogue))]
    public void The_public_types_of_a_package_are_those_of_its_list(Type member)
    {
        var list = Path.Combine(Programs.Folder, "PublicTypes", $"{member.Assembly.GetName().Name}.txt");

        Assert.Equal(File.ReadAllLines(list), Names(member.Assembly));
    }

    private static IEnumerable<string> Names(Assembly assembly)
        => assembly.GetExportedTypes().Select(type => type.FullName!).Order(StringComparer.Ordinal);
}
