// Transcribes a recording in this process, and translates it into Portuguese: dotnet run -- RECORDING
// ffmpeg has to be installed. The package Hansard.Models brings the models, which ModelsDirectory finds beside the program.
using Hansard.Engine;
using Hansard.Engine.Models;
using Hansard.Engine.Transcripts;
using Hansard.Engine.Translation;
using Hansard.Translation;

var models = ModelsDirectory.Find();
await using var translators = TranslatorCatalogue.Open(new TranslationSettings { ModelsDirectory = models });
await using var engine = TranscriptionEngine.Create(new EngineOptions { ModelsDirectory = models, Translators = translators });

var transcript = await engine.TranscribeAsync(args[0], new TranscriptionOptions { Translation = new OneWayTranslation("pt") });
foreach (var token in transcript.Tokens)
    Console.Write(token.TranslationStatus == TranslationStatus.Translation ? $"\e[2m{token.Text}\e[0m" : token.Text);
Console.WriteLine();
