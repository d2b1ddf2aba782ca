// jdk.zipfs and the file system of the class library's image.

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

public class ZipFileSystems {
    static void walk(FileSystem system) throws IOException {
        try (Stream<Path> paths = Files.walk(system.getPath("/"))) {
            paths.sorted().forEach(path -> {
                try {
                    System.out.println(path + " " + (Files.isDirectory(path) ? "dir" : Files.size(path)));
                } catch (IOException e) {
                    System.out.println(e);
                }
            });
        }
    }

    static void zip() throws IOException {
        Path file = Path.of("a.zip");
        URI uri = URI.create("jar:" + file.toUri());
        try (FileSystem zip = FileSystems.newFileSystem(uri, Map.of("create", "true",
            "enablePosixFileAttributes", "true"))) {
            Files.createDirectories(zip.getPath("/d/e"));
            Files.writeString(zip.getPath("d", "e", "text"), "some text\n".repeat(100));
            Files.write(zip.getPath("stored"), new byte[5000]);
            Files.copy(zip.getPath("stored"), zip.getPath("d/copy"));
            Files.move(zip.getPath("d/copy"), zip.getPath("d/moved"), StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(zip.getPath("d/e/text"), "more", StandardOpenOption.APPEND);
            Files.setLastModifiedTime(zip.getPath("stored"), FileTime.fromMillis(1_000_000_000_000L));
            Files.setPosixFilePermissions(zip.getPath("stored"), PosixFilePermissions.fromString("rw-r-----"));
            System.out.println(file + " " + zip.isOpen() + " " + zip.isReadOnly() + " "
                + zip.provider().getScheme() + " " + new TreeSet<>(zip.supportedFileAttributeViews()));
            try {
                FileSystems.newFileSystem(uri, Map.of());
            } catch (FileSystemAlreadyExistsException e) {
                System.out.println("exists");
            }
            walk(zip);
        }
        try (ZipFile zip = new ZipFile("a.zip")) {
            zip.stream().map(entry -> entry.getName() + " " + entry.getSize()).sorted()
                .forEach(System.out::println);
        }
        try (FileSystem zip = FileSystems.newFileSystem(file)) {
            System.out.println(Files.readString(zip.getPath("/d/e/text")).length());
            System.out.println(Files.getLastModifiedTime(zip.getPath("stored")));
            System.out.println(new TreeSet<>((Set<?>) Files.getAttribute(zip.getPath("stored"), "zip:permissions")));
            Files.walkFileTree(zip.getPath("/d"), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                    Files.delete(path);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path path, IOException error) throws IOException {
                    Files.delete(path);
                    return FileVisitResult.CONTINUE;
                }
            });
            try {
                Files.newInputStream(zip.getPath("missing"));
            } catch (NoSuchFileException e) {
                System.out.println(e);
            }
            System.out.println(zip.getPath("a/../b/./c").normalize() + " " + zip.getPath("/x").resolve("y").toUri()
                .toString().replaceAll("file:.*/", "file:"));
        }
        try (FileSystem zip = FileSystems.newFileSystem(file)) {
            walk(zip);
        }
    }

    static void image() throws IOException {
        FileSystem image = FileSystems.getFileSystem(URI.create("jrt:/"));
        Path object = image.getPath("/modules/java.base/java/lang/Object.class");
        byte[] bytes = Files.readAllBytes(object);
        System.out.println(Integer.toHexString((bytes[0] & 0xff) << 8 | bytes[1] & 0xff) + " " + Files.size(object));
        try (Stream<Path> modules = Files.list(image.getPath("/modules"))) {
            System.out.println(modules.anyMatch(path -> path.endsWith("java.logging")));
        }
        try (Stream<Path> packages = Files.list(image.getPath("/packages/java.util.logging"))) {
            packages.forEach(System.out::println);
        }
        try {
            Files.delete(object);
        } catch (ReadOnlyFileSystemException e) {
            System.out.println(e);
        }
    }

    public static void main(String[] args) throws IOException {
        zip();
        image();
    }
}
