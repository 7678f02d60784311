using System.Diagnostics;
using Hansard.Cli.Tests.Transcribe.Progress;
using static Hansard.Cli.Tests.HansardProcess;

namespace Hansard.Cli.Tests.Messages;

/// <summary>
/// The messages of the command line as users see them: each a line that is the same in a narrow terminal, in a wide one and in a pipe,
/// where nothing breaks it, colours it or leaves a trace of progress beside it.
/// </summary>
/// <remarks>Those that name a value of an option are in <c>UsageCheckTests</c>, as all of them come from one place.</remarks>
public sealed class MessageTests : IDisposable
{
    private const string Help = " See 'hansard transcribe --help'.";

    private static readonly Message[] Messages =
    [
        // Faults of the line.
        new(
            "", 2,
            "Name a command: transcribe, watch, serve, keys, speakers, models, doctor, login, logout, "
            + "upload, submit, wait, list, show, get, export, cancel, delete, usage, help or completion. See 'hansard --help'."),
        new("trascribe a.wav", 2, "There is no command 'trascribe'. Did you mean 'transcribe'? See 'hansard --help'."),
        new("help serv", 2, "There is no command 'serv'. Did you mean 'serve'? See 'hansard --help'."),
        new("completion fsh", 2, "There is completion for bash, zsh, fish or powershell, not for 'fsh'. Did you mean 'zsh' or 'fish'?"),
        new("transcribe a.wav --fromat srt", 2, $"There is no option '--fromat'. Did you mean '--format'?{Help}"),
        new("transcribe a.wav -f docy", 2,
            $"--format takes txt, md, json, csv, srt, vtt, ass, rttm or docx, not 'docy'. Did you mean 'docx'?{Help}"),
        new("transcribe a.wav --style bbc", 2, $"--style takes broadcast, default, netflix or web, not 'bbc'.{Help}"),
        new("transcribe a.wav --output=", 2, $"--output was given an empty value.{Help}"),
        new("models pull whisper-smal", 2, "The catalogue has no model 'whisper-smal': see 'hansard models list'."),

        // Options that contradict each other.
        new("transcribe a.wav -l germn", 2,
            "--language takes a language, such as de, german or deutsch, not 'germn'. Did you mean 'german'?"),
        new("transcribe a.wav -l de --hint en", 2,
            "--language says what is spoken, so --hint has no meaning: use one or the other."),
        new("transcribe a.wav --strict", 2, "--strict has no meaning without --hint."),
        new("transcribe a.wav --from 2:00 --to 1:30", 2, "--to is not after --from."),
        new("transcribe a.wav --track 0", 2,
            "--track takes the number of a sound track, from 1 on, its language, such as en, or all, not '0'."),
        new("transcribe a.wav --speakers 2 --max-speakers 3", 2,
            "--speakers says how many there are: --min-speakers and --max-speakers have no meaning with it."),
        new("transcribe a.wav --min-speakers 3 --max-speakers 2", 2, "--min-speakers is greater than --max-speakers."),
        new("transcribe a.wav --project mine", 2, "--project has no meaning without --identify."),
        new("transcribe a.wav --translation-term a=b", 2, "--translation-term has no meaning without --translate."),
        new("transcribe a.wav --translated-only", 2, "--translated-only has no meaning without --translate."),
        new("transcribe a.wav --bilingual", 2, "--bilingual has no meaning without --translate."),
        new("transcribe a.wav --translate es --bilingual --translated-only", 2,
            "--translated-only and --bilingual contradict each other: use one of them."),
        new("transcribe a.wav --translate en:pt:es", 2,
            "--translate takes a language to translate into, such as es, or two to translate between, such as en:pt, not 'en:pt:es'."),
        new("transcribe a.wav --translate en:pt --translate es", 2,
            "--translate en:pt translates two ways, which no other translation can stand beside."),
        new("transcribe a.wav --translate pt --translation-term stroke", 2,
            "--translation-term takes a term and its translation, such as stroke=ictus, not 'stroke'."),
        new("transcribe a.wav --translate pt,es --translation-term stroke=ictus -o out", 2,
            "--translation-term has to say which of the translations it is for, as in pt:stroke=ictus, not 'stroke=ictus'."),
        new("transcribe a.wav --translate pt,es --context translations.json -o out", 2,
            "The translation_terms of --context do not say which of the translations they are for: use --translation-term es:A=B."),
        new("transcribe a.wav --overwrite --skip-existing", 2,
            "--overwrite and --skip-existing contradict each other: use one of them."),
        new("transcribe a.wav --stream -o b.txt", 2, "--stream is for standard output: leave out --output."),
        new("transcribe a.wav a.wav --stream", 2, "--stream is for one recording at a time."),
        new("transcribe a.wav --stream -f srt", 2, "--stream is for txt: leave out --format."),
        new("transcribe a.wav --stream --diarize", 2,
            "--stream is for what is recognised, and --diarize takes the whole recording: leave one of them out."),

        // Files.
        new("transcribe a.wav --context none.json", 2,
            "--context: 'none.json' cannot be read: Could not find file '{folder}/none.json'."),
        new("transcribe - -", 2, "Standard input can be read only once, and is named several times."),
        new("transcribe a.wav -o a.wav", 2,
            "The transcript of 'a.wav' would go to 'a.wav': what is read in a call is never written over. Give another --output."),
        new("transcribe a.wav ./a.wav -o out", 2,
            "'a.wav' and './a.wav' would both be written to 'out/a.txt': transcribe them into different folders."),
        new("transcribe a.wav -o none/b.txt", 2, "The folder '{folder}/none' of --output does not exist."),
        new("transcribe a.wav c.wav -o both.srt", 2,
            "'both.srt' names one file, and there are several recordings: give --output a folder."),
        new("transcribe a.wav c.wav -o kept.txt", 2, "'kept.txt' is not a folder, which --output has to be for several recordings."),
        new("transcribe a.wav -f srt,docx", 2,
            "Several formats are several files: give --output a folder, or their name without extension."),
        new("transcribe a.wav --translate es,pt", 2,
            "Several translations are several files: give --output a folder, or their name without extension."),
        new("transcribe a.wav -o kept.txt", 1,
            "a.wav: 'kept.txt' exists, so it was skipped. --overwrite writes over it; with --skip-existing this is no failure."),
        new("transcribe a.wav -o kept.txt --skip-existing", 0, "a.wav: 'kept.txt' exists, so it was skipped."),
        new("transcribe a.wav -o kept.txt --skip-existing -q", 0),
        new("transcribe none.wav", 1, "none.wav: There is no such file."),
        new("transcribe empty", 1, "empty: There is no recording in this folder: name its files if they are some."),

        // What has no effect, told before a recording that is not there ends the call.
        new("transcribe none.wav --overwrite", 1,
            "warning: --overwrite has no effect on standard output.", "none.wav: There is no such file."),
        new("transcribe none.wav --term ' '", 1, "warning: A blank --term is ignored.", "none.wav: There is no such file."),
        new("transcribe none.wav --context odd.json", 1,
            "warning: --context: 'temrs' in 'odd.json' is ignored: a context has general, text, terms or translation_terms. "
            + "Did you mean 'terms'?",
            "warning: --context: a blank entry of 'terms' in 'odd.json' is ignored.", "none.wav: There is no such file."),
        new("transcribe none.wav --context translations.json", 1,
            "warning: The translation_terms of --context have no effect without --translate.", "none.wav: There is no such file."),
        new("transcribe none.wav --channels split --speakers 2", 1,
            "warning: --channels split makes every channel a speaker: the number of speakers counts only where there is one channel.",
            "none.wav: There is no such file."),
        new("transcribe none.wav --channels mix --speaker-model campplus", 1,
            "warning: --channels mix has no effect without --diarize.", "warning: --speaker-model has no effect without --diarize.",
            "none.wav: There is no such file."),
        new("transcribe none.wav -f json --timestamps --line-width 30 --translate es --bilingual --translated-only=false", 1,
            "warning: --timestamps has no effect on json: it is for txt and md.",
            "warning: --line-width has no effect on json: it is for srt, vtt and ass.",
            "warning: --bilingual has no effect on json: it is for srt, vtt and ass.", "none.wav: There is no such file."),
        new("transcribe none.wav -f rttm --translate es --translated-only -q", 1, "none.wav: There is no such file."),
        new("transcribe none.wav -o b.md -f srt", 1,
            "warning: 'b.md' is named otherwise than --format says, and gets srt.", "none.wav: There is no such file."),

        // With the models.
        new("transcribe a.wav --model nope", 2, "There is no model 'nope'"),
        new("transcribe a.wav --translate xx", 2, "--translate takes a language, such as de, german or deutsch, not 'xx'."),
        new("transcribe a.wav --hint en --hint nv --translate en --beam 1", 0,
            "warning: --hint nv is ignored: the model whisper-base does not know that language.",
            "a.wav: warning: --translate en has no effect: all is said in en."),
        new("transcribe broken.wav", 1, "broken.wav: The file is not a recording in a known format"),
        new("transcribe none.wav broken.wav -o out", 1, "none.wav: There is no such file.",
            "broken.wav: The file is not a recording in a known format", ".0 written, 2 failed:", ".  none.wav: There is no such file.",
            ".  broken.wav: The file is not a recording in a known format"),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("hansard-messages-").FullName;

    public MessageTests()
    {
        Directory.CreateDirectory(At("empty"));
        foreach (var name in (string[])["a.wav", "c.wav"]) File.Copy(Clip("en_LJ001-0008.wav"), At(name));
        File.WriteAllText(At("broken.wav"), "No recording.");
        File.WriteAllText(At("kept.txt"), "Kept.");
        File.WriteAllText(At("odd.json"), """{"temrs": ["x"], "terms": [" "]}""");
        File.WriteAllText(At("translations.json"), """{"translation_terms": [{"source": "stroke", "target": "ictus"}]}""");
        File.WriteAllText(At("run.sh"), Script());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(80)]
    [InlineData(200)]
    public async Task Every_message_is_one_line_in_a_terminal(int columns)
    {
        await using var terminal = await Terminal.StartScriptAsync(columns, 24, _folder, At("run.sh"));
        var (_, screen) = await terminal.WaitForExitAsync();
        Check(screen);
    }

    [Fact]
    [Requires("ffmpeg")]
    public async Task Every_message_is_one_line_in_a_pipe()
    {
        var start = new ProcessStartInfo("sh", [At("run.sh")]) { WorkingDirectory = _folder, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        Check((await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)).TrimEnd('\n'));
    }

    private void Check(string said)
    {
        var (blocks, block) = (new List<string[]>(), new List<string>());
        foreach (var line in said.Split('\n'))
        {
            block.Add(line);
            if (!line.StartsWith("= ", StringComparison.Ordinal)) continue;
            blocks.Add([.. block]);
            block.Clear();
        }
        Assert.Equal(Messages.Length, blocks.Count);
        Assert.All(Messages.Zip(blocks), pair =>
        {
            var (message, lines) = pair;
            Assert.Equal($"= {message.Arguments} -> {message.Code}", lines[^1]);
            Assert.Equal(message.Lines.Length, lines.Length - 1);
            Assert.All(message.Lines.Zip(lines), each => Assert.StartsWith(Whole(each.First), each.Second, StringComparison.Ordinal));
        });

        string Whole(string line)
            => line.StartsWith('.') ? line[1..] : $"hansard: {line.Replace("{folder}", _folder, StringComparison.Ordinal)}";
    }

    // Under the lines of each call stand its arguments and its exit code.
    private static string Script()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "hansard.dll");
        var script = new List<string>
        {
            "export XDG_CONFIG_HOME=/nonexistent",
            $"run() {{ line=$1; shift; dotnet '{program}' \"$@\" >/dev/null </dev/null; echo \"= $line -> $?\" >&2; }}",
        };
        script.AddRange(Messages.Select(message => $"run \"{message.Arguments}\" {message.Arguments}"));
        return string.Join('\n', script) + "\n";
    }

    private string At(string name) => Path.Combine(_folder, name);

    /// <summary>A call, and what it says.</summary>
    /// <param name="Arguments">Of hansard.</param>
    /// <param name="Code">Its exit code.</param>
    /// <param name="Lines">Beginnings of the lines on standard error, without the program's name; after a full stop, whole ones.</param>
    private sealed record Message(string Arguments, int Code, params string[] Lines);
}
