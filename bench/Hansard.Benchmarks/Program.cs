using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Hansard.Benchmarks;
using Perfolizer.Horology;

// In this process: what it needs is built already, and the engine's internals are visible to it alone.
var job = Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(15)
    .WithIterationTime(TimeInterval.FromMilliseconds(50)).WithId("kernels");
// The clock counts other programs' time too: the least is what the loop takes.
var config = DefaultConfig.Instance.AddJob(job).AddColumn(StatisticColumn.Min)
    .WithOptions(ConfigOptions.DisableOptimizationsValidator);
BenchmarkSwitcher.FromTypes([typeof(RowBenchmarks), typeof(AttentionBenchmarks)]).Run(args.Length > 0 ? args : ["--filter", "*"], config);
