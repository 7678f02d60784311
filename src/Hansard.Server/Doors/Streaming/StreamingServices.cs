using Hansard.Server.Jobs;
using Hansard.Server.Usage;
using Microsoft.Extensions.DependencyInjection;

namespace Hansard.Server.Doors.Streaming;

/// <summary>The parts that all doors of live sound share.</summary>
internal static class StreamingServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddStreaming(this IServiceCollection services) => services
        .AddSingleton<LiveKeys>()
        .AddSingleton<TemporaryKeyIssue>()
        .AddSingleton<LiveSlots>()
        .AddSingleton<SessionLog>()
        .AddSingleton<IRunningSessions>(provider => provider.GetRequiredService<LiveSlots>())
        .AddSingleton<ILiveTranscriber>(provider => (ILiveTranscriber)provider.GetRequiredService<ITranscriber>());
}
