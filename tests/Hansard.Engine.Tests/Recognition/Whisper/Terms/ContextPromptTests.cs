using Hansard.Engine.Recognition.Context;
using Hansard.Engine.Recognition.Whisper;
using Hansard.Engine.Recognition.Whisper.Terms;

namespace Hansard.Engine.Tests.Recognition.Whisper.Terms;

public sealed class ContextPromptTests
{
    [Fact]
    public void A_prompt_has_the_terms_last_and_as_much_of_the_rest_as_fits()
    {
        var tokenizer = WhisperTokenizer.Load(Path.Combine(Fixtures.Models, "whisper-base"));
        var context = ContextTerms.From(
            [new("topic", "diabetes"), new("blank", " ")], string.Join(' ', Enumerable.Repeat("long", 500)),
            [" Zyrtec ", "", "zyrtec", "Celebrex"])!;
        Assert.Equal(["Zyrtec", "Celebrex"], context.All.Select(t => t.Text));
        var prompt = ContextPrompt.Of(context, context.All, tokenizer);
        Assert.InRange(prompt.Count, 90, 96);
        Assert.EndsWith(" long. topic: diabetes. Celebrex, Zyrtec,", tokenizer.Decode(prompt), StringComparison.Ordinal);
    }
}
