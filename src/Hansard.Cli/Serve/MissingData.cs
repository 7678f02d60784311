namespace Hansard.Cli.Serve;

/// <summary>Ways to meet a server's data that is not there.</summary>
internal enum MissingData
{
    /// <summary>Is an error.</summary>
    Refuse,

    /// <summary>Is made in a folder that is there.</summary>
    MakeDatabase,

    /// <summary>Is made, with its folder.</summary>
    MakeFolder,
}
