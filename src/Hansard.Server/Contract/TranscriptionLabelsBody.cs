using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Hansard.Server.Contract;

/// <summary>The body of PATCH /v1/transcriptions/{id}, for its description; read by hand, so that faults are named.</summary>
internal sealed record TranscriptionLabelsBody
{
    [Description("All tags that it is to have; [] for none. Absent: as they are.")]
    [MaxLength(50)]
    public IReadOnlyList<string>? Tags { get; init; }

    [Description("The notes that it is to have; empty for none. Absent: as they are.")]
    [MaxLength(10_000)]
    public string? Notes { get; init; }

    [Description("The version that the change was made to: if it has another by now, nothing is changed, and the answer is a 409.")]
    public int? Version { get; init; }
}
