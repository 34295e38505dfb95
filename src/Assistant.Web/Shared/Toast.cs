using Radzen;

namespace Assistant.Web.Shared;

/// <summary>Toasts: one sentence each. Nothing is told by a toast alone.</summary>
public static class Toast
{
    private const double Milliseconds = 6000;

    public static void Done(this NotificationService notifications, string sentence) => Show(notifications, NotificationSeverity.Success, sentence, Milliseconds);

    public static void Tell(this NotificationService notifications, string sentence) => Show(notifications, NotificationSeverity.Info, sentence, Milliseconds);

    /// <summary>Stays until it is closed.</summary>
    public static void Failed(this NotificationService notifications, string sentence) => Show(notifications, NotificationSeverity.Error, sentence, TimeSpan.FromHours(1).TotalMilliseconds);

    private static void Show(NotificationService notifications, NotificationSeverity severity, string sentence, double duration) =>
        notifications.Notify(new NotificationMessage { Severity = severity, Summary = sentence, Duration = duration, CloseOnClick = true });
}
