using Hansard.Engine;

namespace Hansard.Server.TestHost;

/// <summary>
/// Loads each folder of a model that is named on standard input, recognises a second of silence with it, and tells what came of it in one
/// line: networks that are damaged could end a process, and this one is there to be ended.
/// </summary>
internal static class ModelLoads
{
    /// <param name="models">The folder of the catalogue and the models that are needed beside.</param>
    public static async Task RunAsync(string models)
    {
        var options = new EngineOptions { ModelsDirectory = models, Threads = 1, SecondOpinion = false };
        await using var resources = EngineResources.Load(options);
        Console.WriteLine("ready");
        while (Console.ReadLine() is { Length: > 0 } folder) Console.WriteLine(await LoadAsync(resources, folder));
    }

    private static async Task<string> LoadAsync(EngineResources resources, string folder)
    {
        try
        {
            await using var engine = TranscriptionEngine.Create(resources, folder);
            try
            {
                await engine.WarmUpAsync();
                return "recognises";
            }
            catch (Exception exception)
            {
                return $"recognition: {Line(exception)}";
            }
        }
        catch (Exception exception)
        {
            return $"load: {Line(exception)}";
        }
    }

    private static string Line(Exception exception)
        => $"{exception.GetType().Name}: {exception.Message} {exception.StackTrace}".ReplaceLineEndings(" ");
}
