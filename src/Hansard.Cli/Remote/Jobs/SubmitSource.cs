using System.Globalization;
using Hansard.Cli.Remote.Api;
using Hansard.Cli.Transcribe.Input;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>A recording that is to be transcribed: a file of this machine, a pipe, an address, or a file that the server has.</summary>
/// <param name="Name">As the user wrote it.</param>
/// <param name="File">The file of this machine.</param>
/// <param name="Url">The address.</param>
/// <param name="FileId">Id of the file on the server.</param>
/// <param name="Fault">The reason why it cannot be submitted; null if nothing stands in the way.</param>
internal sealed record SubmitSource(string Name, LocalFile? File, string? Url, string? FileId, string? Fault)
{
    /// <summary>Standard input or another pipe, which can be read only once; null for everything else.</summary>
    public RecordingInput? Pipe { get; private init; }

    /// <summary>True for what this command uploads.</summary>
    public bool IsUpload => File is not null || Pipe is not null;

    /// <summary>Understands what the user wrote.</summary>
    public static SubmitSource Of(string argument)
    {
        if (Uri.TryCreate(argument, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return new SubmitSource(argument, null, argument, null, null);
        if (IdArgument.IsWhole(argument) && !Path.Exists(argument)) return new SubmitSource(argument, null, null, argument, null);
        return OfFile(argument);
    }

    /// <summary>Understands the name of a file or a pipe.</summary>
    public static SubmitSource OfFile(string argument)
    {
        try
        {
            var input = RecordingInput.Of(argument);
            return input.MustBeSpooled()
                ? new SubmitSource(argument, null, null, null, null) { Pipe = input }
                : new SubmitSource(argument, LocalFile.Of(argument), null, null, null);
        }
        catch (LocalFileException fault)
        {
            return new SubmitSource(argument, null, null, null, fault.Message);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new SubmitSource(argument, null, null, null, LocalFile.Unexamined(fault, argument).Message);
        }
    }

    /// <summary>The same recording, once all of a pipe has come.</summary>
    /// <param name="spool">What came, which stays its owner's.</param>
    /// <param name="filename">The name that the server is told; null: that of the pipe.</param>
    public SubmitSource Spooled(SpooledInput spool, string? filename)
        => this with { File = LocalFile.Of(Pipe!.Path, spool) with { Name = filename ?? Pipe.FileName } };

    /// <summary>Name of the transcript's file, without extension.</summary>
    public string Title
    {
        get
        {
            var name = Pipe is not null ? Pipe.FileName
                : Url is null ? Path.GetFileName(Name)
                : Uri.UnescapeDataString(new Uri(Url).Segments[^1].Trim('/'));
            return Path.GetFileNameWithoutExtension(name) is { Length: > 0 } title ? title : "recording";
        }
    }

    /// <summary>Name on the display.</summary>
    public string Label => File?.Name ?? NameInMessages;

    /// <summary>Name in messages, where standard input is not called <c>-</c>.</summary>
    public string NameInMessages => Pipe?.Name ?? Name;

    /// <summary>Everything that tells it from others: a file that has changed is another one.</summary>
    public string Identity => File is { } file
        ? string.Create(CultureInfo.InvariantCulture, $"file {file.Path} {file.Size} {file.ModifiedAt.Ticks}")
        : Pipe is not null ? $"pipe {Pipe.Path}"
        : Url is not null ? $"url {Url}" : $"id {FileId}";
}
