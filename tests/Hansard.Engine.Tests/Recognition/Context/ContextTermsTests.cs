using Hansard.Engine.Recognition.Context;

namespace Hansard.Engine.Tests.Recognition.Context;

public sealed class ContextTermsTests
{
    [Fact]
    public void Names_in_text_and_facts_are_listened_for_and_words_at_the_start_of_a_sentence_are_not()
    {
        var context = ContextTerms.From(
            [new("doctor", "Dr. Martha Smith"), new("organization", "St John's Hospital"), new("topic", "diabetes")],
            "Mr. David Miller came back. Noted: improved levels in Portland, Maine. Then Martha's test.",
            ["Zyrtec"])!;
        Assert.Equal(["Zyrtec"], context.Given.Select(t => t.Text));
        Assert.Equal(
            ["Zyrtec", "Martha", "Smith", "John", "Hospital", "David", "Miller", "Portland", "Maine"], context.All.Select(t => t.Text));
    }

    [Fact]
    public void A_context_without_terms_and_names_has_nothing_to_listen_for()
        => Assert.Null(ContextTerms.From([new("topic", "diabetes")], "Nothing of note.", [" ", "?!"]));
}
