using Hansard.Engine.Recognition.Languages.Chinese;

namespace Hansard.Engine.Tests.Recognition.Languages.Chinese;

public sealed class ChineseDictionaryTests
{
    private static readonly string Folder = Path.Combine(
        Fixtures.Repository, "src", "Hansard.Engine", "Recognition", "Languages", "Chinese", "OpenCC");

    public static TheoryData<string> Files
        => [.. Directory.GetFiles(Folder, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_entry_of_every_dictionary_becomes_as_many_characters_as_it_has(string file)
    {
        var entries = ChineseDictionary.Read(file).ToArray();
        Assert.NotEmpty(entries);
        Assert.All(entries, entry => Assert.All(
            entry.Forms, form => Assert.Equal(entry.Key.EnumerateRunes().Count(), form.EnumerateRunes().Count())));
    }

    [Fact]
    public void The_longest_phrase_wins_over_shorter_ones_and_over_characters()
    {
        var dictionary = ChineseDictionary.Load(["STPhrases"], "STCharacters");
        Assert.Equal("一絲不掛", dictionary.LongestPhrase("一丝不挂的", out var length));
        Assert.Equal(4, length);
        Assert.Null(dictionary.LongestPhrase("哦", out length));
        Assert.Equal(0, length);
        Assert.Equal("裏", dictionary.Convert("里"));
        Assert.Equal("公里", dictionary.Convert("公里"));
    }
}
