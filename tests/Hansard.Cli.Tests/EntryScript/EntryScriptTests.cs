using System.Runtime.Versioning;

namespace Hansard.Cli.Tests.EntryScript;

[SupportedOSPlatform("linux")]
public sealed class EntryScriptTests : IDisposable
{
    private readonly WorkingCopy _copy = new();

    public void Dispose() => _copy.Dispose();

    [Fact]
    public async Task The_first_run_builds_and_standard_output_is_the_program_s_own()
    {
        var result = await _copy.RunAsync("transcribe", "two words.wav", "");

        Assert.Equal((0, "<transcribe><two words.wav><>\n"), (result.Code, result.Output));
        Assert.Equal(["build src/Hansard.Cli"], _copy.Calls);
    }

    [Fact]
    public async Task The_second_run_builds_nothing_and_says_nothing()
    {
        await _copy.RunAsync("models");

        var result = await _copy.RunAsync("models", "list");

        Assert.Equal(("<models><list>\n", ""), (result.Output, result.Error));
        Assert.Single(_copy.Calls);
    }

    [Fact]
    public async Task The_program_is_compiled_to_the_processor_s_code_after_it_is_built_and_not_the_benchmark()
    {
        await _copy.RunAsync("models");
        await _copy.RunAsync("models");
        await _copy.RunAsync("bench");

        Assert.Equal(["src/Precompiled"], _copy.Compiled);
    }

    [Fact]
    public async Task Without_the_compiler_the_program_is_used_as_it_was_built()
    {
        _copy.Flag("without-compiler");

        var result = await _copy.RunAsync("models");

        Assert.Equal((0, "<models>\n"), (result.Code, result.Output));
        Assert.Contains("hansard: without what is compiled in advance", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("NU1301", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("src/Hansard.Cli/New.cs")]
    [InlineData("Directory.Packages.props")]
    [InlineData("Directory.Build.targets")]
    [InlineData("web/src/main.ts")]
    public async Task A_source_that_is_new_or_changed_is_built(string source)
    {
        await _copy.RunAsync("models");
        File.WriteAllText(_copy.At(source), "changed");

        await _copy.RunAsync("models");

        Assert.Equal(["build src/Hansard.Cli", "build src/Hansard.Cli"], _copy.Calls);
    }

    [Fact]
    public async Task A_source_that_was_deleted_is_built_without()
    {
        await _copy.RunAsync("models");
        File.Delete(_copy.At("src/Hansard.Cli/Program.cs"));

        await _copy.RunAsync("models");

        Assert.Equal(2, _copy.Calls.Count);
    }

    [Fact]
    public async Task Building_and_transcribing_need_no_Node()
    {
        _copy.RemoveProgram("npm");
        _copy.RemoveProgram("node");

        var result = await _copy.RunAsync("transcribe", "a.wav");

        Assert.Equal((0, "<transcribe><a.wav>\n"), (result.Code, result.Output));
        Assert.Equal(["build src/Hansard.Cli"], _copy.Calls);
    }

    [Fact]
    public async Task Packages_of_the_page_that_its_build_installs_are_no_sources()
    {
        await _copy.RunAsync("models");
        File.WriteAllText(_copy.At("web/node_modules/new.js"), "");

        await _copy.RunAsync("models");

        Assert.Single(_copy.Calls);
    }

    [Fact]
    public async Task Serving_installs_what_the_page_is_built_with_and_builds_again()
    {
        await _copy.RunAsync("models");
        _copy.RemoveProgram("node");
        _copy.AddApt();

        var result = await _copy.RunAsync("serve");

        Assert.Equal((0, "<serve>\n"), (result.Code, result.Output));
        Assert.Equal(["build src/Hansard.Cli", "apt-get install nodejs", "build src/Hansard.Cli"], _copy.Calls);
    }

    [Fact]
    public async Task Without_Node_it_serves_all_the_same_and_says_what_is_missing()
    {
        _copy.RemoveProgram("npm");
        _copy.RemoveProgram("node");

        var environment = new Dictionary<string, string> { ["HANSARD_NO_INSTALL"] = "1" };
        var result = await _copy.RunAsync(_copy.Script, ["serve"], environment);

        Assert.Equal((0, "<serve>\n"), (result.Code, result.Output));
        Assert.Contains(
            "hansard: without nodejs npm the server is built without its page for browsers", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_at_once_build_once()
    {
        var results = await Task.WhenAll(_copy.RunAsync("models", "1"), _copy.RunAsync("models", "2"));

        Assert.Equal(["<models><1>\n", "<models><2>\n"], results.Select(result => result.Output));
        Assert.Equal(["build src/Hansard.Cli"], _copy.Calls);
    }

    [Fact]
    public async Task It_works_through_a_link_from_another_folder()
    {
        var link = _copy.At("../a link");
        File.CreateSymbolicLink(link, _copy.Script);

        var result = await _copy.RunAsync(link, ["keys"]);

        Assert.Equal("<keys>\n", result.Output);
    }

    [Fact]
    public async Task A_build_that_fails_is_told_and_tried_again()
    {
        _copy.Flag("broken");
        var result = await _copy.RunAsync("models");
        Assert.Equal((1, ""), (result.Code, result.Output));
        Assert.Contains("error CS0000", result.Error, StringComparison.Ordinal);

        _copy.Flag("broken", set: false);
        Assert.Equal(0, (await _copy.RunAsync("models")).Code);
    }

    [Fact]
    public async Task A_missing_package_is_named_and_not_installed_when_that_is_not_wanted()
    {
        _copy.RemoveProgram("ffmpeg");

        var environment = new Dictionary<string, string> { ["HANSARD_NO_INSTALL"] = "1" };
        var result = await _copy.RunAsync(_copy.Script, ["transcribe", "a.wav"], environment);

        Assert.Equal((1, ""), (result.Code, result.Output));
        Assert.Equal(
            "hansard: missing: ffmpeg, and HANSARD_NO_INSTALL is set. Install by hand: sudo apt-get install ffmpeg\n", result.Error);
    }

    [Fact]
    public async Task Without_apt_the_missing_package_is_named()
    {
        _copy.RemoveProgram("ffmpeg");

        var result = await _copy.RunAsync("transcribe", "a.wav");

        Assert.Equal(1, result.Code);
        Assert.Contains("missing: ffmpeg, and there is no apt-get here", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_up_installs_what_Spanish_lacks_says_so_and_installs_nothing_the_second_time()
    {
        _copy.RemoveMode("pt-es");
        _copy.RemoveMode("eng-spa");
        _copy.AddApt();

        var (first, second) = (await _copy.RunAsync("setup"), await _copy.RunAsync("setup"));

        Assert.Equal((0, 0), (first.Code, second.Code));
        Assert.Contains("hansard: installing apertium-es-pt apertium-eng-spa with apt-get", first.Error, StringComparison.Ordinal);
        Assert.Equal("hansard: ready: try ./hansard transcribe FILE\n", second.Error);
        Assert.Equal(
            "apt-get install apertium-es-pt apertium-eng-spa",
            Assert.Single(_copy.Calls, call => call.StartsWith("apt-get", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Where_one_package_for_Spanish_is_there_the_other_is_installed()
    {
        _copy.RemoveMode("pt-es");
        _copy.AddApt();

        await _copy.RunAsync("setup");

        Assert.Contains("apt-get install apertium-es-pt", _copy.Calls);
    }

    [Fact]
    public async Task Where_Spanish_cannot_be_installed_the_rest_is_set_up_and_tested_all_the_same()
    {
        _copy.RemoveMode("pt-es");

        var (setup, tests) = (await _copy.RunAsync("setup"), await _copy.RunAsync("test"));

        Assert.Equal((0, 0), (setup.Code, tests.Code));
        Assert.Contains(
            "hansard: without apertium-es-pt translation from and into Spanish is rough or missing", setup.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tests_are_all_built_and_their_options_handed_on()
    {
        var result = await _copy.RunAsync("test", "--long", "-class", "A.B");

        Assert.Equal((0, "<--long><-class><A.B>\n"), (result.Code, result.Output));
        Assert.Equal(["build Hansard.slnx"], _copy.Calls);
    }

    [Fact]
    public async Task Measures_are_built_with_the_program_and_their_options_handed_on()
    {
        var result = await _copy.RunAsync("bench", "speed");

        Assert.Equal((0, "<speed>\n"), (result.Code, result.Output));
        Assert.Equal(["build bench/Hansard.Bench"], _copy.Calls);
    }

    [Fact]
    public async Task A_test_that_is_changed_is_built_for_the_tests_and_not_for_the_program()
    {
        await _copy.RunAsync("test");
        File.WriteAllText(_copy.At("tests/New.cs"), "");

        await _copy.RunAsync("models");
        await _copy.RunAsync("test");

        Assert.Equal(["build Hansard.slnx", "build Hansard.slnx"], _copy.Calls);
    }

    [Fact]
    public async Task What_only_tests_need_is_asked_for_by_the_tests_alone()
    {
        _copy.RemoveProgram("python3");

        var (program, tests) = (await _copy.RunAsync("models"), await _copy.RunAsync("test"));

        Assert.Equal((0, 1), (program.Code, tests.Code));
        Assert.Contains("missing: python3, and there is no apt-get here", tests.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_tests_the_program_need_not_be_built_again()
    {
        await _copy.RunAsync("test");

        await _copy.RunAsync("models");

        Assert.Equal(["build Hansard.slnx"], _copy.Calls);
    }

    [Fact]
    public async Task Every_tool_that_a_test_needs_is_installed_before_the_tests()
    {
        foreach (var tool in Tool.All.Where(tool => !Path.IsPathRooted(tool.Program))) _copy.RemoveProgram(tool.Program);
        _copy.RemoveMode("pt-es");
        _copy.RemoveMode("eng-spa");
        _copy.AddApt();

        await _copy.RunAsync("test");

        var installed = _copy.Calls
            .Where(call => call.StartsWith("apt-get install ", StringComparison.Ordinal))
            .SelectMany(call => call.Split(' ').Skip(2));
        var wanted = Tool.All.Where(tool => !IsOfMachine(tool) || !Path.Exists(tool.Program));
        Assert.Equal(wanted.Select(tool => tool.Package).Order(), installed.Order());

        // In a folder that the copy has not for itself.
        static bool IsOfMachine(Tool tool)
            => Path.IsPathRooted(tool.Program) && !tool.Package.StartsWith("apertium", StringComparison.Ordinal);
    }

    [Fact]
    public void It_stays_a_script_that_is_read_in_a_minute()
        => Assert.InRange(File.ReadAllLines(_copy.Script).Length, 1, 79);
}
