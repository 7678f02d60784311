namespace Hansard.Resilience.PowerCuts;

/// <summary>A folder on a disk that may lose its power, as calls of a program change it.</summary>
/// <remarks>
/// As journaling file systems of Linux promise and no more (the model of ALICE, Pillai and others, "All File Systems Are Not Created
/// Equal", OSDI 2014, with the rules of XFS): names change in one order; syncing a file makes the last change of its own name certain,
/// and all before it; syncing a folder that of its entries. Bytes are certain when their file was synced, whatever its name says.
/// </remarks>
/// <param name="root">The folder, absolute.</param>
internal sealed class SimulatedDisk(string root)
{
    private readonly Dictionary<string, SimulatedFile?> _seen = new(StringComparer.Ordinal) { [root] = null };
    private readonly Dictionary<string, SimulatedFile?> _synced = new(StringComparer.Ordinal) { [root] = null };
    private readonly List<NameChange> _names = [];
    private readonly Dictionary<long, long> _positions = [];
    private int _certain;

    /// <summary>Does what a call has done.</summary>
    public void Apply(TracedCall call)
    {
        if (call.Result < 0) return;
        var arguments = call.Arguments;
        switch (call.Name)
        {
            case "openat":
                Open(arguments[1].Path!, arguments[2].Text, call);
                break;
            case "open" or "creat":
                Open(arguments[0].Path!, call.Name == "creat" ? "O_CREAT|O_TRUNC" : arguments[1].Text, call);
                break;
            case "pwrite64":
                Find(arguments[0].Path)?.Write(arguments[3].Number, arguments[1].Content, call.Ended);
                break;
            case "write" when Find(arguments[0].Path) is { } file:
                file.Write(_positions.GetValueOrDefault(arguments[0].Number), arguments[1].Content, call.Ended);
                _positions[arguments[0].Number] = _positions.GetValueOrDefault(arguments[0].Number) + call.Result;
                break;
            case "ftruncate":
                Find(arguments[0].Path)?.Resize(arguments[1].Number, call.Ended);
                break;
            case "fallocate" when Find(arguments[0].Path) is { } file && arguments[1].Text == "0":
                file.Resize(Math.Max(file.Length, arguments[2].Number + arguments[3].Number), call.Ended);
                break;
            case "fsync" or "fdatasync":
                Sync(arguments[0].Path!, call);
                break;
            case "rename":
                Rename(arguments[0].Path!, arguments[1].Path!);
                break;
            case "renameat" or "renameat2":
                Rename(arguments[1].Path!, arguments[3].Path!);
                break;
            case "link":
                Name(arguments[1].Path!, Find(arguments[0].Path));
                break;
            case "linkat":
                Name(arguments[3].Path!, Find(arguments[1].Path));
                break;
            case "mkdir":
                Name(arguments[0].Path!, null);
                break;
            case "mkdirat":
                Name(arguments[1].Path!, null);
                break;
            case "unlink" or "rmdir":
                Remove(arguments[0].Path!);
                break;
            case "unlinkat":
                Remove(arguments[1].Path!);
                break;
            case "writev" or "pwritev" or "copy_file_range" or "sendfile" when arguments.Any(argument => IsInside(argument.Path)):
                throw new NotSupportedException($"{call.Name} on {root}: teach the disk what it does.");
        }
    }

    /// <summary>Writes what may be found after the power was cut now.</summary>
    /// <param name="folder">A new folder, in place of the root.</param>
    /// <param name="random">Decides.</param>
    public void CutInto(string folder, Random random)
    {
        var more = random.Next(3) switch { 0 => 0, 1 => _names.Count - _certain, _ => random.Next(_names.Count - _certain + 1) };
        var found = new Dictionary<string, SimulatedFile?>(_synced, StringComparer.Ordinal);
        foreach (var change in _names.Skip(_certain).Take(more)) change.Do(found);
        foreach (var (path, file) in found.OrderBy(entry => entry.Key.Length))
        {
            var place = folder + path[root.Length..];
            if (file is null) Directory.CreateDirectory(place);
            else File.WriteAllBytes(place, file.AfterCut((PendingFate)random.Next(3), random));
        }
    }

    private bool IsInside(string? path)
        => path is not null && path.StartsWith(root, StringComparison.Ordinal) && (path.Length == root.Length || path[root.Length] == '/');

    private SimulatedFile? Find(string? path) => path is null ? null : _seen.GetValueOrDefault(path);

    private void Open(string path, string flags, TracedCall call)
    {
        if (!IsInside(path)) return;
        _positions[call.Result] = 0;
        if (!_seen.ContainsKey(path) && flags.Contains("O_CREAT", StringComparison.Ordinal)) Name(path, new SimulatedFile());
        if (Find(path) is not { } file) return;
        if (flags.Contains("O_TRUNC", StringComparison.Ordinal) && file.Length > 0) file.Resize(0, call.Ended);
        if (flags.Contains("O_APPEND", StringComparison.Ordinal)) _positions[call.Result] = file.Length;
    }

    private void Sync(string path, TracedCall call)
    {
        if (!_seen.TryGetValue(path, out var file)) return;
        file?.Sync(call.Began);
        var last = file is not null
            ? _names.FindLastIndex(change => change.File == file)
            : _names.FindLastIndex(change => change.IsIn(path));
        for (; _certain <= last; _certain++) _names[_certain].Do(_synced);
    }

    private void Name(string path, SimulatedFile? file)
    {
        if (IsInside(path)) Do(new NameChange(null, path, file));
    }

    private void Remove(string path)
    {
        if (_seen.TryGetValue(path, out var file)) Do(new NameChange(path, null, file));
    }

    private void Rename(string from, string to)
    {
        if (_seen.TryGetValue(from, out var file)) Do(new NameChange(from, to, file));
    }

    private void Do(NameChange change)
    {
        change.Do(_seen);
        _names.Add(change);
    }
}
