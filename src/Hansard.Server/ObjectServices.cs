using Hansard.Server.Configuration;
using Hansard.Server.Storage;
using Hansard.Server.Storage.Objects;
using Hansard.Server.Storage.S3;
using Hansard.Server.Storage.Sql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hansard.Server;

/// <summary>Adds the place of recordings that the options name.</summary>
internal static class ObjectServices
{
    /// <summary>Adds the data directory, or a place that several servers share beside what the data directory still has.</summary>
    public static IServiceCollection AddObjects(this IServiceCollection services, HansardServerOptions options)
    {
        services.AddSingleton<FileObjectStore>().AddSingleton<IObjectNotes, SqlObjectNotes>().AddSingleton<KnownPlace>();
        if (options.Objects is null) return services.AddSingleton<IObjectStore>(Own);
        return services
            .AddSingleton(provider => Open(
                options, provider.GetRequiredService<DataDirectory>(), provider.GetRequiredService<DiskSpace>(),
                provider.GetRequiredService<ILoggerFactory>()))
            .AddSingleton<SharedObjectStore>()
            .AddSingleton<IObjectStore, MovingObjectStore>()
            .AddSingleton<NoteSweep>()
            .AddHostedService(provider => provider.GetRequiredService<NoteSweep>());
    }

    /// <summary>Opens the shared place that <see cref="HansardServerOptions.Objects"/> names; nothing is sent yet.</summary>
    /// <exception cref="IOException">A setting is wrong; the message says which.</exception>
    public static IObjectContainer Open(
        HansardServerOptions options, DataDirectory directory, DiskSpace disk, ILoggerFactory loggers)
    {
        var location = ObjectsLocation.Parse(options.Objects!);
        return location.Folder is { } folder ? new FolderContainer(folder) : Bucket(options, location, directory, disk, loggers);
    }

    private static FileObjectStore Own(IServiceProvider provider) => provider.GetRequiredService<FileObjectStore>();

    // The library of S3 is loaded when this is first called.
    private static S3Container Bucket(
        HansardServerOptions options, ObjectsLocation location, DataDirectory directory, DiskSpace disk, ILoggerFactory loggers)
        => S3Container.Open(location, options.S3, directory, disk, loggers.CreateLogger<S3Container>());
}
