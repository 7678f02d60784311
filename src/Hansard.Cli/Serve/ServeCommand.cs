using System.CommandLine;
using Hansard.Cli.Models;
using Hansard.Engine.Models;
using Hansard.Server;
using Hansard.Server.Configuration;

namespace Hansard.Cli.Serve;

/// <summary>hansard serve: runs the service until it is told to stop.</summary>
internal static class ServeCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var host = new Option<string?>("--host")
        {
            Description = "The address to listen on: an IP address, 'localhost', or '*' for all. Default: 127.0.0.1.",
        };
        var port = new Option<int?>("--port") { Description = "The TCP port to listen on; 0 takes a free one. Default: 8080." };
        var data = ServerDataOptions.Data();
        var adoptData = new Option<bool>("--adopt-data")
        {
            Description = "Start although the data directory holds recordings that its database does not know. They are left alone.",
        };
        var objects = ServerDataOptions.Objects();
        var workers = new Option<int?>("--workers") { Description = "Jobs that run at once. Default: 1, which uses all cores." };
        var model = new Option<string?>("--model")
        {
            Description = "The speech model of requests that name none by its own name. Default: that of the catalogue.",
        };
        var noAuth = new Option<bool>("--no-auth") { Description = "Let everyone in without a key; only on a loopback address." };
        var allowHost = new Option<string[]>("--allow-host")
        {
            Description = "HOST or HOST:PORT of your own network that audio_url and webhook_url may name. Repeatable.",
        };
        var role = new Option<string?>("--role")
        {
            Description = "The part of this node in an installation of several: all, api or worker. Default: all.",
        };
        var database = new Option<string?>("--database")
        {
            Description = "The PostgreSQL that nodes share: postgres://USER@HOST:PORT,HOST:PORT/NAME. Default: one in the data directory.",
        };
        var clusterPort = new Option<int?>("--cluster-port")
        {
            Description = "The TCP port for calls between nodes. Default: a free one.",
        };
        var config = ServerDataOptions.Config();
        var command = new Command("serve", "Run the HTTP service.")
        {
            host, port, data, objects, adoptData, workers, model, noAuth, allowHost, role, database, clusterPort, config,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var flags = new Dictionary<string, string?>
            {
                [nameof(HansardServerOptions.Host)] = arguments.GetValue(host),
                [nameof(HansardServerOptions.Port)] = arguments.GetValue(port)?.ToString(),
                [nameof(HansardServerOptions.Data)] = arguments.GetValue(data),
                [nameof(HansardServerOptions.Objects)] = arguments.GetValue(objects),
                [nameof(HansardServerOptions.AdoptData)] = arguments.GetValue(adoptData) ? "true" : null,
                [nameof(HansardServerOptions.Workers)] = arguments.GetValue(workers)?.ToString(),
                [nameof(HansardServerOptions.Model)] = arguments.GetValue(model),
                [nameof(HansardServerOptions.Role)] = arguments.GetValue(role),
                [nameof(HansardServerOptions.Database)] = arguments.GetValue(database),
                [$"{nameof(HansardServerOptions.Cluster)}:{nameof(ClusterOptions.Port)}"] = arguments.GetValue(clusterPort)?.ToString(),
                [nameof(HansardServerOptions.NoAuth)] = arguments.GetValue(noAuth) ? "true" : null,
            };
            foreach (var (index, allowed) in (arguments.GetValue(allowHost) ?? []).Index())
                flags[$"{nameof(HansardServerOptions.AllowHosts)}:{index}"] = allowed;

            var options = ServerConfiguration.Load(arguments.GetValue(config), Environment.GetEnvironmentVariables(), flags);
            await RunAsync(options, cancellationToken).ConfigureAwait(false);
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(HansardServerOptions options, CancellationToken cancellationToken)
    {
        Ffmpeg.MustBeInstalled();
        // The engine would say so only beside a new data directory.
        ModelArgument.MustBeThere(options.Model, ModelKind.Speech, options.Models ?? ModelsDirectory.Find());
        var server = await ServerHost.StartAsync(options, cancellationToken).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            Welcome.Print(Console.Out, server.Address, server.FirstKey, options);
            await server.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
