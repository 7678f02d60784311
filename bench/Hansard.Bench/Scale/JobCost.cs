namespace Hansard.Bench.Scale;

/// <summary>Medians of the time that a job takes of the server and its database, in milliseconds.</summary>
/// <param name="Rows">Transcriptions that are stored.</param>
/// <param name="Create">The request that creates it.</param>
/// <param name="Claim">The worker's claim.</param>
/// <param name="End">Transcript, passages and usage, in one transaction.</param>
internal sealed record JobCost(int Rows, double Create, double Claim, double End)
{
    /// <summary>All of it.</summary>
    public double Total => Create + Claim + End;
}
