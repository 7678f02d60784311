using System.Diagnostics;
using Hansard.Server.FolderWatch;
using Microsoft.Extensions.Time.Testing;

namespace Hansard.Server.Tests.FolderWatch;

/// <summary>A folder under 200 files that appear slowly, are renamed and overwritten while being written.</summary>
public sealed class SlowlyFilledFolderTests : IDisposable
{
    private const int Files = 200;
    private const int Steps = 40;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    private readonly WatchedFolders _folders = new();
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folders.Dispose();

    [Fact]
    public async Task Each_final_content_of_200_files_is_transcribed_exactly_once_and_none_that_is_partial_through_restarts()
    {
        // A file is not changed for 20 s at most while it is being written, and is taken for complete after 25.
        _folders.Settings = _folders.Settings with { Interval = Step, Settle = TimeSpan.FromSeconds(25), AtOnce = 4 };
        SlowFile[] files = [.. Enumerable.Range(0, Files).Select(i => new SlowFile(_folders.In(), i))];
        var running = Start();
        for (var step = 0; step < Steps; step++)
        {
            foreach (var file in files) file.Take(step);
            _clock.Advance(Step);
            await Task.Delay(20, Cancellation);
            if (step % 9 == 8)
            {
                await StopAsync(running);
                running = Start();
            }
        }

        var patience = Stopwatch.StartNew();
        while (files.Any(file => _folders.Transcript(file.Transcript) != file.Final))
        {
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(3), "Not all were transcribed.");
            _clock.Advance(Step);
            await Task.Delay(50, Cancellation);
        }
        for (var step = 0; step < 10; step++)
        {
            _clock.Advance(Step);
            await Task.Delay(20, Cancellation);
        }
        await StopAsync(running);

        var whole = files.SelectMany(file => file.Whole).ToHashSet();
        Assert.All(_folders.Appeared, text => Assert.Contains(text, whole));
        Assert.All(_folders.Appeared.CountBy(text => text), each => Assert.Equal(1, each.Value));
        Assert.All(files, file => Assert.Contains(file.Final, _folders.Appeared));
        Assert.Equal(files.Select(file => file.Transcript).Order(StringComparer.Ordinal), _folders.Transcripts);
        Assert.All(files, file => Assert.Equal(file.Final, File.ReadAllText(_folders.In(file.Name))));
        Assert.Empty(Directory.GetFiles(_folders.Out(WatchJournal.Folder), "*.part"));
    }

    private (Task Watch, CancellationTokenSource Stop, WatchJournal Journal) Start()
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var journal = WatchJournal.Open(_folders.Out());
        var watcher = new FolderWatcher(_folders.Settings, journal, _folders, _folders, _clock);
        return (Task.Run(() => watcher.RunAsync(stop.Token), Cancellation), stop, journal);
    }

    private static async Task StopAsync((Task Watch, CancellationTokenSource Stop, WatchJournal Journal) running)
    {
        await running.Stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.Watch);
        running.Stop.Dispose();
        running.Journal.Dispose();
    }

    /// <summary>One that appears slowly; by its number it is also renamed, overwritten while it is written, or overwritten later.</summary>
    private sealed class SlowFile(string folder, int number)
    {
        private readonly int _start = number % 7;

        private int Kind => number % 4;

        private string First => $"{number}/first " + new string('a', 50);

        public string Name { get; private set; } = $"{number}.wav";

        public string Final => Kind is 0 or 1 ? First : $"{number}/second " + new string('b', 40);

        /// <summary>What it holds when it is whole.</summary>
        public IEnumerable<string> Whole => Kind is 3 ? [First, Final] : [Final];

        public string Transcript => Path.ChangeExtension(Name, ".txt");

        public void Take(int step)
        {
            var at = step - _start;
            if (at is < 0 or > 30) return;
            if (at < 5) Append(First, at, 5);
            if (Kind is 1 && at is 2) Rename();
            // Overwritten when three fifths were there.
            if (Kind is 2 && at is 2) File.WriteAllText(Of(Name), "");
            if (Kind is 2 && at is 3 or 4) File.WriteAllText(Of(Name), Final[..(at * 3)]);
            if (Kind is 2 && at is 5) File.WriteAllText(Of(Name), Final);
            if (Kind is 3 && at is >= 20 and < 25) Append(Final, at - 20, 5);
        }

        private void Append(string text, int part, int parts)
        {
            if (Kind is 2 && part > 2) return;
            if (part == 0) File.WriteAllText(Of(Name), "");
            var (from, to) = (text.Length * part / parts, text.Length * (part + 1) / parts);
            File.AppendAllText(Of(Name), text[from..to]);
        }

        private void Rename()
        {
            var former = Name;
            Name = $"sub/{number}-renamed.wav";
            Directory.CreateDirectory(Of("sub"));
            File.Move(Of(former), Of(Name));
        }

        private string Of(string name) => Path.Combine(folder, name);
    }
}
