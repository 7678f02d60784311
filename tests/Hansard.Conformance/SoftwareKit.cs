using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Hansard.Conformance;

[assembly: AssemblyFixture(typeof(SoftwareKit))]

namespace Hansard.Conformance;

/// <summary>
/// The official Node SDK and adapters for it, installed in <c>sdk/</c> as the lock file there says, and the behaviours tried with it.
/// </summary>
public sealed class SoftwareKit : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Programs.Folder, "sdk");

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        // Without Node.js the tests that use it say so; the others need nothing from here.
        if (!Tool.Of("nodejs").IsInstalled || !Tool.Of("npm").IsInstalled) return;

        // Installed again only when the lock file has changed.
        var stamp = Path.Combine(_folder, "node_modules", ".hansard");
        var locked = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(_folder, "package-lock.json"))));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == locked) return;
        (await Programs.RunAsync("npm", ["ci", "--no-progress", "--loglevel=error"], folder: _folder)).MustSucceed();
        await File.WriteAllTextAsync(stamp, locked);
    }

    /// <summary>Runs the behaviour of the calling test's name, with a project of its own.</summary>
    /// <param name="server">The server that it is run against.</param>
    /// <param name="file">A file of <c>sdk/behaviours</c>, without extension.</param>
    /// <param name="behaviour">The name of a function in it.</param>
    public async Task RunAsync(ServerProcess server, string file, [CallerMemberName] string behaviour = "")
        => await RunAsync(await server.NewClientAsync(), file, behaviour);

    /// <summary>Runs the behaviour of the calling test's name.</summary>
    /// <param name="client">The environment of the client, with the server and the key.</param>
    /// <param name="file">A file of <c>sdk/behaviours</c>, without extension.</param>
    /// <param name="behaviour">The name of a function in it.</param>
    internal async Task RunAsync(IReadOnlyDictionary<string, string> client, string file, [CallerMemberName] string behaviour = "")
        => (await NodeAsync(["run.mjs", file, behaviour], client)).MustSucceed();

    /// <summary>Runs a module's text where the packages are installed, with a project of its own.</summary>
    internal async Task<ProgramResult> RunCodeAsync(ServerProcess server, string code)
        => await Programs.RunAsync("node", ["--input-type=module", "--eval", code], await server.NewClientAsync(), _folder);

    /// <summary>The names of a file's behaviours.</summary>
    public async Task<IReadOnlyList<string>> BehavioursAsync(ServerProcess server, string file)
        => JsonSerializer.Deserialize<string[]>((await NodeAsync(["run.mjs", file], await server.NewClientAsync())).MustSucceed().Output)!;

    /// <summary>The SDK's calls that no behaviour makes.</summary>
    public async Task<IReadOnlyList<string>> MissingCallsAsync()
        => JsonSerializer.Deserialize<string[]>((await NodeAsync(["calls.mjs"])).MustSucceed().Output)!;

    /// <summary>The files of behaviours, without extension.</summary>
    public IEnumerable<string> Files
        => Directory.GetFiles(Path.Combine(_folder, "behaviours"), "*.mjs").Select(path => Path.GetFileNameWithoutExtension(path)).Order();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<ProgramResult> NodeAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        Tool.Of("npm").Require();
        return Programs.RunAsync("node", arguments, environment, _folder);
    }
}
