using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Hansard.Cli.Display;
using Hansard.Cli.Remote.Api;
using Hansard.Cli.Remote.Connection;
using Hansard.Engine.Audio;
using Hansard.Engine.Audio.Ffmpeg;
using Hansard.Engine.Models;
using Hansard.Server.Storage;

namespace Hansard.Cli.Doctor;

/// <summary>Looks at what transcribing and serving on this machine need.</summary>
internal static class LocalChecks
{
    // A server takes nothing in below it, and a transcription with speakers keeps 115 MB an hour for a while.
    private const long LeastDisk = 2L << 30;

    // Five hours peak at 580 MB.
    private const long LeastMemory = 1L << 30;

    private static readonly TimeSpan FfmpegTime = TimeSpan.FromSeconds(20);

    /// <summary>Looks at everything in turn.</summary>
    public static async IAsyncEnumerable<Check> RunAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Check.Good(
            "hansard",
            $"version {ApiClient.Version}, {RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}, "
            + $"{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}");
        yield return await FfmpegAsync(cancellationToken).ConfigureAwait(false);
        yield return Models(cancellationToken);
        yield return Machine();
        yield return Disk("disk", Directory.GetCurrentDirectory(), "this folder");
        yield return Temporary();
        if (Login() is { } login) yield return login;
    }

    private static async Task<Check> FfmpegAsync(CancellationToken cancellationToken)
    {
        const string Name = "ffmpeg";
        try
        {
            var path = FfmpegCommand.Locate(new FfmpegOptions().Executable);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(FfmpegTime);
            using var process = Process.Start(new ProcessStartInfo(path, ["-hide_banner", "-version"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            await errors.ConfigureAwait(false);
            var words = output.Split('\n')[0].Split(' ');
            return process.ExitCode == 0 && words is ["ffmpeg", "version", var version, ..]
                ? Check.Good(Name, $"version {Printable.Of(version)}, {path}")
                : Check.Wrong(Name, $"{path} does not tell its version: install ffmpeg again.");
        }
        catch (DecoderUnavailableException missing)
        {
            return Check.Wrong(Name, Printable.Of(missing.Message));
        }
        catch (Exception e) when (e is Win32Exception or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Check.Wrong(Name, $"it cannot be run: {Reason(e)} Install it again.");
        }
    }

    // The text of .NET names the program and the folder as well.
    private static string Reason(Exception fault) => fault switch
    {
        Win32Exception { NativeErrorCode: var code } => $"{new Win32Exception(code).Message}.",
        OperationCanceledException => "it does not answer.",
        _ => Printable.Of(fault.Message),
    };

    private static Check Models(CancellationToken cancellationToken)
    {
        const string Name = "models";
        try
        {
            var store = ModelStore.Open(ModelsDirectory.Find());
            var here = store.Models.Where(model => model.Default || Directory.Exists(store.FolderOf(model))).ToList();
            foreach (var model in here)
            {
                foreach (var file in store.Check(model))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (file.Result is FileCheckResult.Missing or FileCheckResult.Different)
                    {
                        return Check.Wrong(
                            Name,
                            $"{model.Name}/{file.Path} is {(file.Result is FileCheckResult.Missing ? "missing" : "damaged")}: "
                            + $"'hansard models pull {model.Name}' fetches it; 'git checkout -- models' restores the repository's own.");
                    }
                }
            }
            if (here.Count == 0)
            {
                return Check.Wrong(
                    Name, $"none is in {store.Folder}: 'hansard models list' shows those that 'hansard models pull' fetches.");
            }
            var names = string.Join(", ", here.Select(model => model.Name));
            return Check.Good(Name, $"{names}, all as they should be, in {store.Folder}");
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Check.Wrong(Name, Printable.Of(e.Message));
        }
    }

    private static Check Machine()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var text = $"{Environment.ProcessorCount} processor cores, {ByteSize.Format(memory)} of memory";
        return memory < LeastMemory
            ? Check.Noted("machine", $"{text}: long recordings may need more than {ByteSize.Format(LeastMemory)}.")
            : Check.Good("machine", text);
    }

    private static Check Disk(string name, string folder, string called)
    {
        try
        {
            var free = new DriveInfo(folder).AvailableFreeSpace;
            var text = $"{ByteSize.Format(free)} free in {called} ({folder})";
            return free < LeastDisk
                ? Check.Wrong(name, $"{text}, and {ByteSize.Format(LeastDisk)} are needed: make room.")
                : Check.Good(name, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Check.Noted(name, $"the room in {called} is not known: {Printable.Of(e.Message)}");
        }
    }

    private static Check Temporary()
    {
        const string Name = "temporary";
        var folder = Path.GetTempPath();
        try
        {
            File.Create(Path.Combine(folder, $".hansard-{Guid.NewGuid():N}"), 1, FileOptions.DeleteOnClose).Dispose();
            return Disk(Name, folder, "the folder of temporary files");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Check.Wrong(Name, $"nothing can be written to {folder}: {FileFault.Reason(e, folder)} Set TMPDIR to a folder of yours.");
        }
    }

    private static Check? Login()
    {
        const string Name = "login";
        try
        {
            if (SavedLogin.Read() is not { } login) return null;
            return login.ApiKey is not null && PrivateFile.IsOpenToOthers(SavedLogin.Path)
                ? Check.Wrong(Name, $"others can read the key in {SavedLogin.Path}: 'chmod 600' it, and make another key.")
                : Check.Good(Name, $"{Printable.Of(login.Url)}, {(login.Keyring ? "the key is in the keyring" : $"in {SavedLogin.Path}")}");
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Check.Wrong(Name, Printable.Of(e.Message));
        }
    }
}
