namespace Hansard.Server.Jobs.Dispatch;

/// <summary>A worker that is free, and the work that fits it.</summary>
/// <param name="Name">Tells it from the others, for logs.</param>
/// <param name="Models">Names of the models that it has.</param>
/// <param name="WaitedForOnly">True: it takes nothing but jobs that somebody waits for.</param>
internal sealed record WorkerOffer(string Name, IReadOnlyList<string> Models, bool WaitedForOnly);
