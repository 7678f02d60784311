namespace Hansard.Engine.Transcripts.Renderings;

/// <summary>Kind of what a redacted rendering does not show.</summary>
public enum SensitiveKind
{
    /// <summary>Telephone numbers.</summary>
    Phone,

    /// <summary>Numbers of payment cards, and their security codes.</summary>
    Card,

    /// <summary>Numbers of bank accounts and banks.</summary>
    Account,

    /// <summary>E-mail addresses.</summary>
    Email,

    /// <summary>Street addresses, with the place where it follows its postal code.</summary>
    Address,
}
