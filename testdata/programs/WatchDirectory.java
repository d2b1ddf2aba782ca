// WatchService on a directory: creation, change, deletion, cancelling, closing.
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.TimeUnit;

public class WatchDirectory {
    static void await(WatchService service, Set<String> expected) throws Exception {
        Set<String> seen = new TreeSet<>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!seen.containsAll(expected) && System.nanoTime() < end) {
            WatchKey key = service.poll(1, TimeUnit.SECONDS);
            if (key == null) continue;
            for (WatchEvent<?> event : key.pollEvents()) seen.add(event.kind() + " " + event.context());
            key.reset();
        }
        seen.retainAll(expected);
        System.out.println(seen);
    }

    public static void main(String[] args) throws Exception {
        Path dir = Files.createDirectory(Path.of("watched"));
        try (WatchService service = FileSystems.getDefault().newWatchService()) {
            WatchKey key = dir.register(service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE);
            System.out.println(key.isValid() + " " + key.watchable() + " " + (service.poll() == null));
            Files.writeString(dir.resolve("a"), "x");
            await(service, Set.of("ENTRY_CREATE a", "ENTRY_MODIFY a"));
            Files.move(dir.resolve("a"), dir.resolve("b"));
            await(service, Set.of("ENTRY_DELETE a", "ENTRY_CREATE b"));
            Files.delete(dir.resolve("b"));
            await(service, Set.of("ENTRY_DELETE b"));
            key.cancel();
            System.out.println(key.isValid());
            Thread waiter = new Thread(() -> {
                try {
                    service.take();
                } catch (ClosedWatchServiceException | InterruptedException e) {
                    System.out.println(e);
                }
            });
            waiter.start();
            Thread.sleep(50);
            service.close();
            waiter.join();
        }
        try {
            dir.resolve("none").register(FileSystems.getDefault().newWatchService(), StandardWatchEventKinds.ENTRY_CREATE);
        } catch (NoSuchFileException e) {
            System.out.println(e.getMessage());
        }
    }
}
