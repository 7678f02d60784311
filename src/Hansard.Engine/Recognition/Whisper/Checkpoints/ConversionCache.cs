using System.Security.Cryptography;
using System.Text;
using Hansard.Engine.Models;

namespace Hansard.Engine.Recognition.Whisper.Checkpoints;

/// <summary>
/// Folders of what was made from the files of a model, beside it or, where nothing may be written there, in the user's cache.
/// </summary>
/// <remarks>
/// A folder is named after its sources' names, lengths and times, so that other weights never find an old one. It is made under another
/// name and then renamed: what is there is whole, and of several processes that make it at once the first one wins.
/// </remarks>
internal sealed class ConversionCache
{
    /// <summary>The folder beside a model.</summary>
    public const string FolderName = LoadedSize.ConvertedFolder;

    /// <summary>Changes with what is made, so that no version uses what another has made differently.</summary>
    private const int Version = 1;

    private const string Unfinished = ".part";

    /// <summary>No conversion takes as long: what is older was left behind by a process that was killed.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    private readonly string _model;
    private readonly string _key;
    private readonly IReadOnlyList<string> _roots;

    /// <param name="folder">The model's folder.</param>
    /// <param name="sources">The files that something is made from.</param>
    /// <param name="userFolder">The user's cache; null: there is none.</param>
    public ConversionCache(string folder, IEnumerable<string> sources, string? userFolder)
    {
        _model = Path.GetFullPath(folder);
        _key = KeyOf(sources);
        string[] elsewhere = userFolder is null
            ? []
            : [Path.Combine(userFolder, "models", $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(_model))}-{Hash(_model)}")];
        _roots = [Path.Combine(_model, FolderName), .. elsewhere];
    }

    /// <summary>The cache of a model for this user.</summary>
    public static ConversionCache Of(string folder, IEnumerable<string> sources) => new(folder, sources, UserCacheDirectory.Path);

    /// <summary>Finds what was made from these files.</summary>
    /// <returns>A folder, or null.</returns>
    public string? Find() => _roots.Select(r => Path.Combine(r, _key)).FirstOrDefault(Directory.Exists);

    /// <summary>Finds what was made from these files, or makes it.</summary>
    /// <param name="make">Fills an empty folder.</param>
    /// <returns>A folder.</returns>
    /// <exception cref="IOException">It can be written neither beside the model nor in the user's cache.</exception>
    public string FindOrMake(Action<string> make)
    {
        if (Find() is { } found) return found;
        Exception? fault = null;
        foreach (var root in _roots)
        {
            var unfinished = Path.Combine(root, $"{_key}-{Guid.NewGuid():N}{Unfinished}");
            try
            {
                Directory.CreateDirectory(unfinished);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                fault = e;
                continue;
            }
            return Make(root, unfinished, make);
        }
        throw new IOException(
            $"The model in '{_model}' has to be converted once, and the result can be written neither there nor in the user's cache: "
            + $"{fault?.Message} Make '{_model}' writable.",
            fault);
    }

    private string Make(string root, string unfinished, Action<string> make)
    {
        var place = Path.Combine(root, _key);
        try
        {
            make(unfinished);
            try
            {
                Directory.Move(unfinished, place);
            }
            catch (IOException) when (Directory.Exists(place))
            {
                // Another process was faster, with the same result.
            }
        }
        finally
        {
            Sweep(root, except: _key, also: unfinished);
        }
        return place;
    }

    /// <summary>Removes what was made from files that are not there any more. What cannot be removed does no harm.</summary>
    private static void Sweep(string root, string except, string also)
    {
        foreach (var folder in new DirectoryInfo(root).EnumerateDirectories())
        {
            var isMine = folder.FullName == also;
            var isOfOthers = folder.Name == except
                || (folder.Name.EndsWith(Unfinished, StringComparison.Ordinal) && folder.CreationTimeUtc > DateTime.UtcNow - Abandoned);
            if (isOfOthers && !isMine) continue;
            try
            {
                folder.Delete(recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In use, or another user's.
            }
        }

        try
        {
            // Where nothing could be made, the model's folder is left as it was.
            if (!Directory.EnumerateFileSystemEntries(root).Any()) Directory.Delete(root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another process has begun to make it.
        }
    }

    private static string KeyOf(IEnumerable<string> sources)
    {
        var text = new StringBuilder().Append(Version);
        foreach (var file in sources.Order(StringComparer.Ordinal).Select(s => new FileInfo(s)))
            text.Append('\n').Append(file.Name).Append(' ').Append(file.Length).Append(' ').Append(file.LastWriteTimeUtc.Ticks);
        return Hash(text.ToString());
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}
