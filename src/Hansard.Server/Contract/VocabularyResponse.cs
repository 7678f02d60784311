using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Hansard.Server.Contract;

/// <summary>The body of POST /v1/vocabulary, for its description; read by hand, so that faults are named.</summary>
[Description("Terms to add. Unknown fields are ignored.")]
internal sealed record VocabularyBody
{
    /// <summary>Characters of a term.</summary>
    public const int MaximumTerm = 100;

    [Description("Names and words that may be said, each as it is to be written."), MaxLength(2000)]
    public required IReadOnlyList<string> Terms { get; init; }
}

/// <summary>All terms of a project.</summary>
internal sealed record VocabularyResponse(
    [property: Description("In the order of the alphabet.")] IReadOnlyList<VocabularyTermEntry> Terms);

/// <summary>A term of a project.</summary>
internal sealed record VocabularyTermEntry(
    [property: Description("A UUID, to remove it by.")] string Id,
    [property: Description("As it is to be written.")] string Term,
    [property: Description("In UTC.")] string CreatedAt);

/// <summary>Terms that may be worth adding.</summary>
internal sealed record TermSuggestionsResponse(
    [property: Description("The most frequent first.")] IReadOnlyList<TermSuggestionEntry> Suggestions);

/// <summary>A term that may be worth adding.</summary>
internal sealed record TermSuggestionEntry(
    [property: Description("As people have written it.")] string Term,
    [property: Description("What had been recognised instead, in one of the places.")] string Heard,
    [property: Description("In how many places it was corrected.")] long Times);
