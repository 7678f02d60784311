namespace Hansard.Resilience.PowerCuts;

/// <summary>Comes of what a program has written, and not brought to the disk, when the power is cut.</summary>
internal enum PendingFate
{
    /// <summary>None of it is there.</summary>
    Lost,

    /// <summary>All of it is there.</summary>
    Kept,

    /// <summary>Some of it is there, in no order, and some of it in part.</summary>
    Mixed,
}
