// java.time: fields, arithmetic, periods, zones, parsing and formatting.
import java.time.*;
import java.time.chrono.*;
import java.time.format.*;
import java.time.temporal.*;
import java.util.*;

public class Dates {
    public static void main(String[] args) {
        LocalDate d = LocalDate.of(2024, 2, 29);
        System.out.println(d + " " + d.getDayOfWeek() + " " + d.getDayOfYear() + " " + d.isLeapYear() + " " + d.plusYears(1) + " " + d.minusMonths(12) + " " + d.with(TemporalAdjusters.lastDayOfYear()));
        System.out.println(d.with(TemporalAdjusters.next(DayOfWeek.MONDAY)) + " " + d.get(ChronoField.ALIGNED_WEEK_OF_YEAR) + " " + d.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR) + " " + d.toEpochDay());
        System.out.println(Period.between(LocalDate.of(1969, 7, 20), d) + " " + ChronoUnit.DAYS.between(LocalDate.of(1969, 7, 20), d));
        LocalDateTime t = d.atTime(23, 59, 58, 123456789);
        System.out.println(t + " " + t.plusSeconds(3) + " " + t.truncatedTo(ChronoUnit.MINUTES) + " " + Duration.between(t, t.plusHours(30).plusNanos(5_000_000)));
        System.out.println(t.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME) + " " + t.format(DateTimeFormatter.ofPattern("EEE, d MMM uuuu hh:mm:ss.SSS a", Locale.ENGLISH)));
        System.out.println(t.format(DateTimeFormatter.ofPattern("EEEE dd MMMM yyyy", Locale.FRENCH)) + " | " + t.format(DateTimeFormatter.ofPattern("EEEE, d. MMMM yyyy", Locale.GERMAN)));
        System.out.println(d.format(DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(Locale.US)) + " | " + d.format(DateTimeFormatter.BASIC_ISO_DATE) + " | " + d.format(DateTimeFormatter.ISO_WEEK_DATE));
        System.out.println(LocalDate.parse("12/03/1999", DateTimeFormatter.ofPattern("dd/MM/yyyy")) + " " + LocalTime.parse("10:15:30").plusMinutes(50) + " " + Year.of(1900).isLeap() + " " + YearMonth.of(2023, 2).lengthOfMonth());
        ZonedDateTime paris = ZonedDateTime.of(2024, 3, 31, 1, 30, 0, 0, ZoneId.of("Europe/Paris"));
        System.out.println(paris + " " + paris.plusHours(1) + " " + paris.withZoneSameInstant(ZoneId.of("America/New_York")) + " " + paris.toInstant());
        System.out.println(ZoneId.of("Asia/Tokyo").getRules().getOffset(Instant.EPOCH) + " " + ZoneOffset.ofHoursMinutes(5, 30) + " " + OffsetDateTime.of(t, ZoneOffset.UTC));
        System.out.println(paris.format(DateTimeFormatter.RFC_1123_DATE_TIME) + " " + paris.format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm VV xxx z", Locale.ENGLISH)));
        Instant i = Instant.ofEpochSecond(1_700_000_000L, 5);
        System.out.println(i + " " + i.plus(Duration.ofDays(1)) + " " + Instant.parse("2007-12-03T10:15:30.00Z").toEpochMilli() + " " + i.atZone(ZoneOffset.UTC).getMonth());
        System.out.println(Duration.parse("PT8H6M12.345S").toMillis() + " " + Duration.ofSeconds(-90061) + " " + Period.parse("P1Y2M3W4D") + " " + Period.of(0, 20, 0).normalized());
        Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.ofHours(2));
        System.out.println(LocalDateTime.now(clock) + " " + clock);
        System.out.println(JapaneseDate.from(d) + " " + HijrahDate.from(d) + " " + ThaiBuddhistDate.from(d) + " " + MinguoDate.from(d));
        System.out.println(MonthDay.of(12, 25).atYear(2023).getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ITALIAN) + " " + Month.MAY.getDisplayName(TextStyle.FULL, Locale.forLanguageTag("es")));
        System.out.println(WeekFields.of(Locale.US).getFirstDayOfWeek() + " " + WeekFields.ISO.weekOfYear().rangeRefinedBy(d));
        List<LocalDate> fridays = d.datesUntil(d.plusDays(30)).filter(x -> x.getDayOfWeek() == DayOfWeek.FRIDAY).toList();
        System.out.println(fridays);
        for (Runnable r : List.<Runnable>of(() -> LocalDate.of(2023, 2, 29), () -> LocalDate.parse("2023-13-01"), () -> LocalTime.of(25, 0),
                () -> ZoneId.of("Mars/Base"), () -> d.get(ChronoField.HOUR_OF_DAY), () -> DateTimeFormatter.ofPattern("QQQQQQQ"), () -> Duration.parse("1h"))) {
            try {
                r.run();
            } catch (RuntimeException e) {
                System.out.println(e.getClass().getName() + ": " + e.getMessage());
            }
        }
        Calendar c = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.US);
        c.setTimeInMillis(0);
        c.add(Calendar.DAY_OF_MONTH, 45);
        java.text.SimpleDateFormat sdf = new java.text.SimpleDateFormat("yyyy-MM-dd'T'HH:mm:ssZ EEE", Locale.US);
        sdf.setTimeZone(TimeZone.getTimeZone("GMT+2"));
        System.out.println(sdf.format(c.getTime()) + " " + c.get(Calendar.WEEK_OF_YEAR) + " " + c.getActualMaximum(Calendar.DAY_OF_MONTH));
    }
}
