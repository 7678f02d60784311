using System.Globalization;
using Hansard.Cli.Remote.Api;

namespace Hansard.Cli.Remote.Jobs;

/// <summary>A recording that is to be transcribed: a file of this machine, an address, or a file that the server has.</summary>
/// <param name="Name">As the user wrote it.</param>
/// <param name="File">The file of this machine.</param>
/// <param name="Url">The address.</param>
/// <param name="FileId">Id of the file on the server.</param>
/// <param name="Fault">The reason why it cannot be submitted; null if nothing stands in the way.</param>
internal sealed record SubmitSource(string Name, LocalFile? File, string? Url, string? FileId, string? Fault)
{
    /// <summary>Understands what the user wrote.</summary>
    public static SubmitSource Of(string argument)
    {
        if (Uri.TryCreate(argument, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return new SubmitSource(argument, null, argument, null, null);
        if (IdArgument.IsWhole(argument) && !Path.Exists(argument)) return new SubmitSource(argument, null, null, argument, null);
        try
        {
            return new SubmitSource(argument, LocalFile.Of(argument), null, null, null);
        }
        catch (LocalFileException fault)
        {
            return new SubmitSource(argument, null, null, null, fault.Message);
        }
    }

    /// <summary>Name of the transcript's file, without extension.</summary>
    public string Title
    {
        get
        {
            var name = Url is null ? Path.GetFileName(Name) : Uri.UnescapeDataString(new Uri(Url).Segments[^1].Trim('/'));
            return Path.GetFileNameWithoutExtension(name) is { Length: > 0 } title ? title : "recording";
        }
    }

    /// <summary>Name on the display.</summary>
    public string Label => File is { } file ? file.Name : Name;

    /// <summary>Everything that tells it from others: a file that has changed is another one.</summary>
    public string Identity => File is { } file
        ? string.Create(CultureInfo.InvariantCulture, $"file {file.Path} {file.Size} {file.ModifiedAt.Ticks}")
        : Url is not null ? $"url {Url}" : $"id {FileId}";
}
