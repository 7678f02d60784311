// A server whose engine is the tests' stand-in, as a process that a test can kill: the arguments are its settings (Port=1234), from the
// environment come none. Clock=-15 sets its clock back by 15 s, Clock=@PATH by what stands in a file. Prints one line when it listens.
// With "node" before a database and settings: a node of a cluster and nothing else, which prints its address, and whom it sees. With
// "load-models" before a folder of models: no server, see ModelLoads.
using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using Hansard.Server;
using Hansard.Server.Configuration;
using Hansard.Server.Jobs;
using Hansard.Server.TestHost;
using Hansard.Server.Tests;
using Hansard.Server.Tests.Cluster;
using Hansard.Server.Tests.Jobs.Parts;
using Microsoft.Extensions.DependencyInjection;

if (args is ["load-models", var models])
{
    await ModelLoads.RunAsync(models);
    return;
}

if (args is ["node", var database, .. var others])
{
    var asked = new TaskCompletionSource();
    using var signal = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
    {
        context.Cancel = true;
        asked.TrySetResult();
    });
    await using var node = await TestNode.StartAsync(TestNode.OptionsOf(database, others));
    Console.WriteLine($"is {node.EndPoint}");
    _ = PrintViewsAsync(node);
    await asked.Task;
    return;
}

var clock = args.FirstOrDefault(argument => argument.StartsWith("Clock=", StringComparison.Ordinal));
var settings = args.Where(argument => argument != clock).Select(argument => argument.Split('=', 2))
    .Select(pair => new KeyValuePair<string, string?>(pair[0], pair[1]));
var options = ServerConfiguration.Load(null, new Hashtable(), settings);
ITranscriber transcriber = Environment.GetEnvironmentVariable(SleepingTranscriber.Variable) is { Length: > 0 } pace
    ? new SleepingTranscriber(options.Models!, double.Parse(pace, CultureInfo.InvariantCulture))
    : new StandInTranscriber();
await using var server = await ServerHost.StartAsync(options, services =>
{
    services.AddSingleton(transcriber).AddSingleton<ILiveTranscriber, CountingTranscriber>();
    if (clock is not null) services.AddSingleton<TimeProvider>(WrongClock.Of(clock["Clock=".Length..]));
});
Console.WriteLine($"listens on {server.Address}");
await server.WaitForShutdownAsync();

static async Task PrintViewsAsync(TestNode node)
{
    await foreach (var view in node.Views) Console.WriteLine($"sees {view}");
}
