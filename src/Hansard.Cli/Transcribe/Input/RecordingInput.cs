using System.Runtime.InteropServices;
using Hansard.Cli.Files;
using Hansard.Cli.Streams;
using Microsoft.Win32.SafeHandles;

namespace Hansard.Cli.Transcribe.Input;

/// <summary>A recording as the command line names it: a file, standard input, or whatever else can be read.</summary>
internal sealed partial record RecordingInput
{
    /// <summary>Path that shows what standard input is.</summary>
    private const string StandardInputPath = "/dev/stdin";

    // With these names an open descriptor is meant, whatever it leads to.
    private static readonly string[] StandardInputs = ["-", StandardInputPath, "/dev/fd/0", "/proc/self/fd/0"];
    private static readonly string[] Descriptors = ["/dev/fd/", "/proc/self/fd/"];

    private RecordingInput(string path, byte[]? rawPath, bool isStandardInput)
        => (Path, RawPath, IsStandardInput) = (path, rawPath, isStandardInput);

    /// <summary>Path of the file; that of standard input where this is it.</summary>
    public string Path { get; }

    /// <summary>Its path as the system has it, where that is not UTF-8; otherwise null.</summary>
    public byte[]? RawPath { get; }

    /// <summary>Indicates whether it comes through standard input.</summary>
    public bool IsStandardInput { get; }

    /// <summary>
    /// Folder that it was found in, below the one that the command line names; empty for that one itself, null if the command line names
    /// the recording.
    /// </summary>
    public string? Folder { get; private init; }

    /// <summary>Name for people.</summary>
    public string Name => IsStandardInput ? "standard input" : Path;

    /// <summary>Bytes of the file; null where they are not known before it has been read.</summary>
    public long? Length
        => !IsStandardInput && RawPath is null && new FileInfo(Path) is { Exists: true, Length: > 0 } file ? file.Length : null;

    /// <summary>Name of the file without its folders.</summary>
    public string FileName => System.IO.Path.GetFileName(Path);

    /// <summary>Name of the file without its extension, which its transcript has too.</summary>
    public string Title => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Understands what the user wrote.</summary>
    /// <param name="argument">As .NET has it.</param>
    /// <param name="rawPath">As the system has it, where that is not UTF-8; otherwise null.</param>
    public static RecordingInput Of(string argument, byte[]? rawPath = null)
        => StandardInputs.Contains(argument)
            ? new RecordingInput(StandardInputPath, null, isStandardInput: true)
            : new RecordingInput(argument, rawPath, isStandardInput: false);

    /// <summary>A recording that was found in a folder.</summary>
    /// <param name="folder">The folder below the one that was named; empty for that one itself.</param>
    /// <param name="path">Path of the file.</param>
    /// <param name="rawPath">As the system has it, where that is not UTF-8; otherwise null.</param>
    public static RecordingInput In(string folder, string path, byte[]? rawPath)
        => new(path, rawPath, isStandardInput: false) { Folder = folder };

    /// <summary>
    /// Indicates whether it can only be read from its beginning to its end, and not opened by its name: it is a pipe, or another program
    /// would find something else under its name.
    /// </summary>
    /// <exception cref="IOException">It cannot be examined.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder on the way may not be entered.</exception>
    public bool MustBeSpooled()
        => IsStandardInput || RawPath is not null || Descriptors.Any(folder => Path.StartsWith(folder, StringComparison.Ordinal))
            || FileStatus.Of(Path) is { Kind: FileKind.Stream };

    /// <summary>Opens it, from its beginning to its end.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public async Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        if (IsStandardInput) return new InterruptibleStream(Console.OpenStandardInput());
        // A FIFO opens only once someone writes to it, and the wait for that cannot be called off.
        var opened = Task.Run(OpenFile, CancellationToken.None);
        return new InterruptibleStream(await opened.WaitAsync(cancellationToken).ConfigureAwait(false));
    }

    private FileStream OpenFile()
        => RawPath is null
            ? new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0)
            : new FileStream(OpenRaw(), FileAccess.Read, bufferSize: 0);

    private SafeFileHandle OpenRaw()
    {
        const int CloseOnExec = 0x80000; // O_CLOEXEC, O_RDONLY being 0.
        const int NoEntry = 2; // ENOENT
        const int NoPermission = 13; // EACCES
        var file = Open([.. RawPath!, 0], CloseOnExec);
        if (!file.IsInvalid) return file;
        var (error, message) = (Marshal.GetLastPInvokeError(), Marshal.GetLastPInvokeErrorMessage());
        file.Dispose();
        throw error switch
        {
            NoEntry => new FileNotFoundException(message),
            NoPermission => new UnauthorizedAccessException(message),
            _ => new IOException($"The file cannot be opened: {message}."),
        };
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    private static partial SafeFileHandle Open(byte[] path, int flags);
}
