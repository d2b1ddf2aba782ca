// java.util.logging: levels, handlers, formatters, filters, configuration, files that rotate.

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ListResourceBundle;
import java.util.logging.ConsoleHandler;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.MemoryHandler;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import java.util.logging.XMLFormatter;

public class Logging {
    static class Plain extends Formatter {
        @Override
        public String format(LogRecord record) {
            return record.getLevel() + " " + record.getLoggerName() + " "
                + record.getSourceClassName() + "." + record.getSourceMethodName() + ": "
                + formatMessage(record) + (record.getThrown() == null ? "" : " " + record.getThrown())
                + "\n";
        }
    }

    public static class Texts extends ListResourceBundle {
        @Override
        protected Object[][] getContents() {
            return new Object[][] {{"greeting", "Hello, {0}!"}};
        }
    }

    static void levels(Logger logger) {
        for (Level level : new Level[] {Level.SEVERE, Level.WARNING, Level.INFO, Level.CONFIG,
            Level.FINE, Level.FINER, Level.FINEST}) {
            logger.log(level, "at {0} of {1}", new Object[] {level, level.intValue()});
        }
        logger.entering("Some", "where", 5);
        logger.exiting("Some", "where");
        logger.fine(() -> "made when needed");
        logger.log(Level.WARNING, "with cause", new IllegalStateException("cause"));
    }

    public static void main(String[] args) throws IOException {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            System.out.println(handler.getClass() + " " + handler.getLevel());
            root.removeHandler(handler);
        }
        Handler plain = new StreamHandler(System.out, new Plain());
        plain.setLevel(Level.ALL);
        root.addHandler(plain);

        Logger parent = Logger.getLogger("some");
        Logger child = Logger.getLogger("some.child");
        System.out.println(child.getParent() == parent && parent.getParent() == root);
        System.out.println(child.getLevel() + " " + child.isLoggable(Level.INFO));
        levels(child);
        parent.setLevel(Level.FINER);
        levels(child);
        child.setFilter(record -> record.getMessage().startsWith("with"));
        levels(child);
        plain.flush();
        child.setFilter(null);

        Logger translated = Logger.getLogger("some.translated", "Logging$Texts");
        translated.log(Level.INFO, "greeting", "you");
        plain.flush();

        MemoryHandler memory = new MemoryHandler(plain, 3, Level.SEVERE);
        Logger buffered = Logger.getLogger("buffered");
        buffered.setUseParentHandlers(false);
        buffered.addHandler(memory);
        for (int i = 0; i < 5; i++) {
            buffered.info("kept " + i);
        }
        buffered.severe("push");
        plain.flush();

        FileHandler file = new FileHandler("log.%g", 200, 3);
        file.setFormatter(new Plain());
        Logger rotating = Logger.getLogger("rotating");
        rotating.setUseParentHandlers(false);
        rotating.addHandler(file);
        for (int i = 0; i < 10; i++) {
            rotating.warning("line " + i);
        }
        file.close();
        for (int i = 0; i < 2; i++) {
            System.out.print(i + ":\n" + Files.readString(Path.of("log." + i)));
        }
        System.out.println(Files.exists(Path.of("log.0.lck")));

        LogRecord record = new LogRecord(Level.INFO, "text");
        record.setInstant(java.time.Instant.ofEpochSecond(1_000_000_000));
        record.setSourceClassName("Source");
        record.setSourceMethodName("method");
        record.setLoggerName("name");
        record.setLongThreadID(1);
        System.out.print(new SimpleFormatter().format(record));
        System.out.println(new XMLFormatter().format(record).replaceAll("<sequence>.*</sequence>", ""));

        String configuration = "handlers=java.util.logging.ConsoleHandler\n"
            + ".level=WARNING\njava.util.logging.ConsoleHandler.level=FINE\nconfigured.level=FINE\n"
            + "java.util.logging.SimpleFormatter.format=%4$s %3$s %5$s%n\n";
        LogManager.getLogManager().readConfiguration(
            new ByteArrayInputStream(configuration.getBytes(StandardCharsets.UTF_8)));
        Handler console = Logger.getLogger("").getHandlers()[0];
        System.out.println(console.getClass() == ConsoleHandler.class && console.getLevel() == Level.FINE);
        Logger.getLogger("configured").fine("to the console");
        Logger.getLogger("other").info("nowhere");
        System.getLogger("configured").log(System.Logger.Level.DEBUG, "from {0}", "System.Logger");
        System.out.println(System.getLogger("other").isLoggable(System.Logger.Level.INFO));
    }
}
