using System.Globalization;
using Assistant.Skills.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Assistant.Web.Access;

public sealed partial class PreferencesForm : IDisposable
{
    private static readonly string[] CultureNames =
    [
        "en-GB", "en-US", "de-DE", "de-AT", "de-CH", "fr-FR", "fr-CH", "es-ES", "it-IT", "nl-NL", "pl-PL", "pt-PT", "pt-BR",
        "cs-CZ", "da-DK", "sv-SE", "nb-NO", "fi-FI", "hu-HU", "ro-RO", "el-GR", "tr-TR", "uk-UA", "ru-RU", "ja-JP", "zh-CN", "ko-KR", "hi-IN",
    ];

    private readonly CancellationTokenSource _gone = new();
    private AnswerRole _role;
    private Expertise _expertise;
    private Theme _theme;
    private string _culture = "", _timeZone = "", _language = "";
    private bool _saving, _saved;
    private string? _problem;

    [Inject] private Preferences Preferences { get; set; } = null!;
    [Inject] private CurrentCaller Me { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;
    [Inject] private TimeProvider Time { get; set; } = null!;
    [Inject] private IJSRuntime Script { get; set; } = null!;

    private IEnumerable<(AnswerRole Role, string Title, string About)> Roles =>
    [
        (AnswerRole.Executive, Say["Executive"], Say["The headline, the trend and what it means"]),
        (AnswerRole.Analyst, Say["Analyst"], Say["SQL, statistics and caveats"]),
        (AnswerRole.Engineer, Say["Engineer"], Say["The plan, its cost and where data comes from"]),
        (AnswerRole.Steward, Say["Data steward"], Say["The quality of the data behind the answer"]),
        (AnswerRole.Employee, Say["Employee"], Say["Plain words, no technical detail"]),
    ];

    private IEnumerable<(Expertise Level, string Title, string About)> Levels =>
    [
        (Expertise.New, Say["New to it"], Say["Terms are explained"]),
        (Expertise.Regular, Say["I use it regularly"], Say["Explained where it matters"]),
        (Expertise.Expert, Say["I know it well"], Say["Short, with the details open"]),
    ];

    private IEnumerable<(Theme Theme, string Title)> Themes =>
        [(Theme.System, Say["As the system"]), (Theme.Light, Say["Light"]), (Theme.Dark, Say["Dark"])];

    // What is chosen now stays a choice, even where the list does not have it.
    private IEnumerable<CultureInfo> Cultures => CultureNames.Append(Me.Caller.Preferences.Culture).Distinct().Select(CultureInfo.GetCultureInfo);

    private IEnumerable<string> Zones => TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id)
        .Append(Me.Caller.Preferences.TimeZone).Append("UTC").Distinct().Order(StringComparer.Ordinal);

    private string Preview
    {
        get
        {
            var culture = CultureInfo.GetCultureInfo(_culture);
            var now = TimeZoneInfo.ConvertTime(Time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(_timeZone));
            return string.Create(culture, $"{1234567.891m:N2} · {now:d} · {now:t}");
        }
    }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override void OnInitialized()
    {
        (_role, _expertise, _theme, _culture, _timeZone) = Me.Caller.Preferences;
        _language = Me.Caller.Preferences.Language;
    }

    private async Task ShowThemeAsync(Theme theme)
    {
        _theme = theme;
        await Script.InvokeVoidAsync("assistantShell.setTheme", _gone.Token, theme.ToString().ToLowerInvariant());
    }

    private async Task SaveAsync()
    {
        (_saving, _saved) = (true, false);
        var wanted = new UserPreferences(_role, _expertise, _theme, _culture, _timeZone) { Language = _language };
        var formats = (Me.Caller.Preferences.Culture, Me.Caller.Preferences.TimeZone, Me.Caller.Preferences.Language);
        _problem = await Preferences.SaveAsync(Me.Caller, wanted, _gone.Token);
        _saving = false;
        if (_problem is not null)
            return;
        _saved = true;
        Me.Set(wanted);
        // Culture and language of a page are decided when it is opened.
        if (formats != (_culture, _timeZone, _language))
            Navigation.Refresh(forceReload: true);
    }
}
