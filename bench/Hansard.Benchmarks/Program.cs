using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Hansard.Benchmarks;
using Perfolizer.Horology;

// In this process: what it needs is built already, and the engine's internals are visible to it alone.
var job = Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(9)
    .WithIterationTime(TimeInterval.FromMilliseconds(100)).WithId("kernels");
var config = DefaultConfig.Instance.AddJob(job).WithOptions(ConfigOptions.DisableOptimizationsValidator);
BenchmarkSwitcher.FromTypes([typeof(RowBenchmarks), typeof(AttentionBenchmarks)]).Run(args.Length > 0 ? args : ["--filter", "*"], config);
