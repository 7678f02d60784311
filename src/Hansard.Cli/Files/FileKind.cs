namespace Hansard.Cli.Files;

/// <summary>Kinds of what a path can name, by what may be done to them.</summary>
internal enum FileKind
{
    /// <summary>Holds bytes: overwritten only when that is asked for.</summary>
    Regular,

    /// <summary>Holds files.</summary>
    Folder,

    /// <summary>A FIFO or a character device: written to, and never replaced.</summary>
    Stream,

    /// <summary>A disk: text written to it would destroy what it holds.</summary>
    BlockDevice,

    /// <summary>A Unix socket, which cannot be opened.</summary>
    Socket,
}
