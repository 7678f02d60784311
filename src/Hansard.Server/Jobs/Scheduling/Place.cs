namespace Hansard.Server.Jobs.Scheduling;

/// <summary>A place among the work of a project.</summary>
/// <param name="Rank">The lowest first.</param>
/// <param name="Age">Then the lowest of these, in seconds.</param>
/// <param name="Entry">The work; then what was added first.</param>
internal readonly record struct Place(int Rank, double Age, Numbered Entry) : IComparable<Place>
{
    /// <summary>The place of some work.</summary>
    /// <param name="entry">The work.</param>
    /// <param name="ageing">See <see cref="FairScheduleOptions.Ageing"/>.</param>
    public static Place Of(Numbered entry, double ageing) => new(
        entry.Work.IsWaitedFor ? int.MinValue : -entry.Work.Priority, entry.Work.Since + ageing * entry.Work.Cost, entry);

    /// <inheritdoc />
    public int CompareTo(Place other)
        => Rank.CompareTo(other.Rank) is var rank and not 0 ? rank
            : Age.CompareTo(other.Age) is var age and not 0 ? age
            : Entry.Number.CompareTo(other.Entry.Number);
}
