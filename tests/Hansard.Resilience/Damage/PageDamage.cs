namespace Hansard.Resilience.Damage;

/// <summary>A way in which a disk, a cable or another program spoils a file of pages.</summary>
public enum PageDamage
{
    /// <summary>Some bits of a page are others.</summary>
    Bits,

    /// <summary>A page is all zeros, as where a block was never written.</summary>
    Zeros,

    /// <summary>A page is noise.</summary>
    Noise,

    /// <summary>A page has what belongs to another.</summary>
    Misplaced,

    /// <summary>The file ends early.</summary>
    Cut,
}
