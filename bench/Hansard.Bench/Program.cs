using System.CommandLine;
using Hansard.Bench;
using Hansard.Bench.KnownSpeakers;
using Hansard.Bench.Live;
using Hansard.Bench.Measures;
using Hansard.Bench.Scale;
using Hansard.Bench.Scheduling;
using Hansard.Bench.Web;
using Hansard.Engine;
using Hansard.Engine.Models;

// Every measure is a command; each prints its figures and keeps them under artifacts/bench.
var beam = new Option<int>("--beam") { DefaultValueFactory = _ => 5, Description = "Hypotheses kept while decoding." };
var alone = new Option<bool>("--alone") { Description = "Without the second opinion." };
var step = new Option<string[]>("--step") { DefaultValueFactory = _ => [], Description = "Only this beam, such as 5, or 5+." };
var hints = new Option<string[]>("--hint") { DefaultValueFactory = _ => [], Description = "Languages likely to be spoken." };
var mistakes = new Option<bool>("--mistakes") { Description = "Show the clips that were not recognised word by word." };
var count = new Option<int>("--count") { DefaultValueFactory = _ => 500, Description = "Random cuts." };
var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1, Description = "Of the random cuts." };
var hours = new Option<double>("--hours") { DefaultValueFactory = _ => 5, Description = "Length of the recording." };
var alignedHours = new Option<double>("--hours") { Description = "Length of the longest recording; without it, none is made." };
var share = new Option<double>("--speech") { DefaultValueFactory = _ => 0.1, Description = "Share of it that is speech." };
var rate = new Option<int>("--rate") { DefaultValueFactory = _ => 200, Description = "Requests a second." };
var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 30, Description = "How long they are sent." };
var diarize = new Option<bool>("--diarize") { Description = "Tell speakers too." };
var recordings = new Option<int>("--recordings") { DefaultValueFactory = _ => 2_000_000, Description = "Recordings in the day." };
var streams = new Option<int>("--streams") { DefaultValueFactory = _ => 4, Description = "Live sessions at once." };
var connections = new Option<int>("--connections") { DefaultValueFactory = _ => 200, Description = "Live sessions that are open." };
var turns = new Option<bool>("--turns") { Description = "Only the turns: nothing is recognised." };
var rules = new Option<bool>("--rules") { Description = "Only what each section of the rules between Portuguese and Spanish gives." };
var examples = new Option<string>("--examples")
{
    Description = "Show the English and Spanish sentences of a half, dev or held-out, with their translations.",
};
var rows = new Option<int>("--rows") { DefaultValueFactory = _ => 1_000_000, Description = "Stored transcriptions." };
var database = new Option<string>("--database") { Description = "An empty database of PostgreSQL, postgres://USER@HOST:PORT/NAME." };
var plot = new Option<string>("--plot") { Description = "File for a picture of the cost of a job (SVG)." };
var folder = new Option<string>("--folder") { Description = "A folder of recordings in which nobody speaks." };
var fixedLanguage = new Option<string[]>("--language")
{
    DefaultValueFactory = _ => [],
    Description = "The only language of a run; any: it is found out.",
};
var levels = new Option<int[]>("--level")
{
    DefaultValueFactory = _ => [],
    Description = "Put the recordings of the folder into a conversation, so many decibels above it.",
};
var live = new Option<bool>("--live") { Description = "As live sound." };
var asInFile = new Option<bool>("--as-in-file") { Description = "ONNX Runtime runs the network as it is in its file." };
var inFloatingPoint = new Option<bool>("--in-floating-point")
{
    Description = "ONNX Runtime runs the network in floating point, as an export that nobody quantised.",
};
var recording = new Option<string>("--recording") { Description = "Another recording than the joined clips." };
var list = new Option<string[]>("--list") { DefaultValueFactory = _ => [], Description = "Only this list of tests/fixtures/terms." };
var longest = new Option<double>("--longest") { Description = "Minutes of the longest recording.", DefaultValueFactory = _ => 300 };
var others = new Option<string>("--others") { Description = "A folder with a folder of recordings for each further person." };

var root = new RootCommand("Measures Hansard on real recordings.")
{
    Measure("accuracy", "Error rates, word times and languages.", [beam, alone, hints, mistakes], async a =>
    {
        await using var engine = Engine();
        var name = string.Join(
            '-', ["accuracy", $"{a.GetValue(beam)}", .. a.GetValue(alone) ? ["alone"] : Array.Empty<string>(), .. a.GetValue(hints)!]);
        var options = new TranscriptionOptions
        {
            BeamSize = a.GetValue(beam),
            SecondOpinion = !a.GetValue(alone),
            LanguageHints = a.GetValue(hints)!,
        };
        return await Report.WriteAsync(name, await AccuracyMeasure.RunAsync(engine, options,
                a.GetValue(mistakes) ? Console.Error : null));
    }),
    Measure("steps", "Errors and processor time of beams of several widths, with and without a second opinion.", [step], async a =>
        await Report.WriteAsync("steps", await StepsMeasure.RunAsync(ModelsDirectory.Find(), a.GetValue(step)!))),
    Measure(
        "speed", "Processor and wall time, in yardsticks.", [recording, alone],
        async a => await Report.WriteAsync(
            a.GetValue(recording) is { } other ? $"speed-{Path.GetFileNameWithoutExtension(other)}" : "speed",
            await SpeedMeasure.RunAsync(ModelsDirectory.Find(), a.GetValue(recording), a.GetValue(alone)))),
    Measure(
        "large", "Time and memory of a model of the shape of large-v3-turbo with random weights.", [asInFile, inFloatingPoint],
        async a => await Report.WriteAsync(
            a.GetValue(inFloatingPoint) ? "large-in-floating-point" : a.GetValue(asInFile) ? "large-as-in-file" : "large",
            await LargeModelMeasure.RunAsync(a.GetValue(asInFile), a.GetValue(inFloatingPoint)))),
    Measure("memory", "Peak memory on a long recording.", [hours, share, diarize], async a => await Report.WriteAsync(
        a.GetValue(diarize) ? "memory-speakers" : "memory",
        await MemoryMeasure.RunAsync(ModelsDirectory.Find(), a.GetValue(hours), a.GetValue(share), a.GetValue(diarize)))),
    Measure("nonspeech", "Silence, noise and tones, or recordings without speech.", [folder, fixedLanguage, levels, live], async a =>
    {
        string?[] languages = [.. a.GetValue(fixedLanguage)!.Select(l => l == "any" ? null : l).DefaultIfEmpty(null)];
        if (a.GetValue(live) && a.GetValue(folder) is { } sounds)
            return await Report.WriteAsync("nonspeech-live", await LiveMeasure.NonSpeechAsync(sounds, languages, Console.Error));
        await using var engine = Engine();
        return (a.GetValue(folder), a.GetValue(levels)!) switch
        {
            (null, _) => await Report.WriteAsync("nonspeech", await NonSpeechMeasure.RunAsync(engine)),
            ({ } path, []) => await Report.WriteAsync(
                "nonspeech-alone", await NonSpeechMeasure.AloneAsync(engine, path, languages, Console.Error)),
            ({ } path, { } decibels) => await Report.WriteAsync(
                "nonspeech-spliced", await NonSpeechMeasure.SplicedAsync(engine, path, decibels, Console.Error, languages[0])),
        };
    }),
    Measure("loops", "Random cuts in mid-word.", [count, seed], async a =>
    {
        await using var engine = Engine();
        return await Report.WriteAsync("loops", await LoopMeasure.RunAsync(engine, a.GetValue(count), a.GetValue(seed)));
    }),
    Measure(
        "translation", "Quality and speed of the default translation models, and of the ways between English and Spanish.",
        [examples, rules], async a =>
        await Report.WriteAsync(
            a.GetValue(rules) ? "translation-rules" : "translation",
            await TranslationMeasure.RunAsync(ModelsDirectory.Find(), a.GetValue(examples), a.GetValue(rules)))),
    Measure("service", "The running service: a short clip, a large upload, requests while two jobs run.", [rate, seconds], async a =>
        await Report.WriteAsync("service", await ServiceMeasure.RunAsync(a.GetValue(rate), TimeSpan.FromSeconds(a.GetValue(seconds))))),
    Measure("web", "The page in Chromium: its first load, and a transcript of three hours.", [], async _ =>
        await Report.WriteAsync("web", await WebMeasure.RunAsync())),
    Measure("pictures", "Pictures of all views of the page, into artifacts/bench/pictures.", [], _ => PagePictures.TakeAsync()),
    Measure("renderings", "Redaction: what is found, and what is found by mistake.", [], async _ =>
        await Report.WriteAsync("renderings", RenderingMeasure.Run(Console.Error))),
    Measure("align", "Times of given texts, and where text and sound part.", [alignedHours], async a =>
    {
        await using var engine = Engine();
        return await Report.WriteAsync("align", await AlignmentMeasure.RunAsync(engine, a.GetValue(alignedHours)));
    }),
    Measure("terms", "Terms of a context: found, not invented, and their cost.", [], async _ =>
    {
        await using var engine = Engine();
        return await Report.WriteAsync("terms", await TermsMeasure.RunAsync(engine));
    }),
    Measure("sound-alikes", "Names that sound like other words: found, and not invented.", [list], async a =>
    {
        await using var engine = Engine();
        return await Report.WriteAsync("sound-alikes", await SoundAlikeMeasure.RunAsync(engine, a.GetValue(list)!, Console.Error));
    }),
    Measure("speakers", "Diarization error, and words with the right speaker.", [beam, turns], async a => await Report.WriteAsync(
        "speakers", await SpeakerMeasure.RunAsync(new TranscriptionOptions { BeamSize = a.GetValue(beam) }, a.GetValue(turns)))),
    Measure("speakers-live", "Diarization error while the sound arrives, delay, processor time and memory.", [turns], async a =>
        await Report.WriteAsync("speakers-live", await LiveSpeakerMeasure.RunAsync(withMemory: !a.GetValue(turns)))),
    Measure("live", "Words while they are said: errors, delays and cost.", [mistakes], async a =>
        await Report.WriteAsync("live", await LiveMeasure.RunAsync(a.GetValue(mistakes) ? Console.Error : null))),
    Measure("live-service", "The same of a running server by the clock, in several sessions at once.", [streams, diarize], async a =>
        await Report.WriteAsync("live-service", await LiveServiceMeasure.RunAsync(a.GetValue(streams), a.GetValue(diarize)))),
    Measure("live-hours", "Memory during one long live session.", [hours, share], async a =>
        await Report.WriteAsync("live-hours", await LongLiveMeasure.RunAsync(a.GetValue(hours), a.GetValue(share)))),
    Measure("live-idle", "Memory and processor time of live sessions in which nobody speaks.", [connections, diarize], async a =>
        await Report.WriteAsync("live-idle", await IdleLiveMeasure.RunAsync(a.GetValue(connections), a.GetValue(diarize)))),
    Measure("fair-schedule", "Waiting times of 200 projects on a day on which one floods 1,000 workers; a simulation.", [recordings, seed],
        async a => await Report.WriteAsync("fair-schedule", FairScheduleMeasure.Run(a.GetValue(recordings), a.GetValue(seed)))),
    Measure("many-rows", "Times of requests, claims and ends from 100 stored transcriptions to a million, a tenth of them queued.",
        [rows, database, plot], async a => await Report.WriteAsync(
            a.GetValue(database) is null ? "many-rows" : "many-rows-postgres",
            await ManyRowsMeasure.RunAsync(a.GetValue(database), a.GetValue(rows), a.GetValue(plot)))),
    Measure("workers", "Two workers against one, with an empty database of PostgreSQL.", [database], async a =>
        await Report.WriteAsync("workers", await WorkersMeasure.RunAsync(
            a.GetValue(database) ?? throw new ArgumentException("Name the database of the workers with --database.")))),
    Measure("speakers-cost", "Processor time and memory of telling speakers, up to five hours.", [longest], async a =>
        await Report.WriteAsync("speakers-cost", await SpeakerCostMeasure.RunAsync(ModelsDirectory.Find(), a.GetValue(longest)))),
    Measure("known-speakers", "False and missed names of known people, by speech.", [others], async a => await Report.WriteAsync(
        "known-speakers", await KnownSpeakersMeasure.RunAsync(a.GetValue(others)))),
    Measure(
        "hostile", "Files made to break a decoder.", [], async _ => await Report.WriteAsync("hostile", await HostileMeasure.RunAsync())),
    Measure("docs", "Put the last results into docs/benchmarks.md.", [], _ => Task.FromResult(Report.UpdateDocument())),
};
return await root.Parse(args).InvokeAsync();

static TranscriptionEngine Engine() => TranscriptionEngine.Create(new EngineOptions { ModelsDirectory = ModelsDirectory.Find() });

static Command Measure(string name, string description, Option[] options, Func<ParseResult, Task<int>> run)
{
    var command = new Command(name, description);
    foreach (var option in options) command.Options.Add(option);
    command.SetAction((arguments, _) => run(arguments));
    return command;
}
