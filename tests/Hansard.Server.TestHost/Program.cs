// A server whose engine is the tests' stand-in, as a process that a test can kill: the arguments are its settings (Port=1234), from the
// environment come none. Prints one line when it listens.
using System.Collections;
using Hansard.Server;
using Hansard.Server.Configuration;
using Hansard.Server.Jobs;
using Hansard.Server.Tests;
using Microsoft.Extensions.DependencyInjection;

var settings = args.Select(argument => argument.Split('=', 2)).Select(pair => new KeyValuePair<string, string?>(pair[0], pair[1]));
var options = ServerConfiguration.Load(null, new Hashtable(), settings);
await using var server = await ServerHost.StartAsync(options, services => services.AddSingleton<ITranscriber>(new StandInTranscriber()));
Console.WriteLine($"listens on {server.Address}");
await server.WaitForShutdownAsync();
