// FileChannel: positions, scattering, mapping, transfers, locks, truncation; pipes; random access.
import java.io.*;
import java.nio.*;
import java.nio.channels.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;

public class FileChannels {
    static String text(ByteBuffer buffer) {
        return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
    }

    public static void main(String[] args) throws Exception {
        Path path = Path.of("channel.bin");
        try (FileChannel ch = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            System.out.println(ch.write(ByteBuffer.wrap("hello world".getBytes())) + " " + ch.position() + " " + ch.size());
            System.out.println(ch.write(new ByteBuffer[] {ByteBuffer.wrap("abc".getBytes()), ByteBuffer.allocateDirect(2).put((byte) 'x').put((byte) 'y').flip()}) + " " + ch.position());
            System.out.println(ch.write(ByteBuffer.wrap("HELLO".getBytes()), 0) + " " + ch.position());
            ByteBuffer direct = ByteBuffer.allocateDirect(8), heap = ByteBuffer.allocate(20);
            ch.position(0);
            System.out.println(ch.read(new ByteBuffer[] {direct, heap}) + " " + text(direct) + "|" + text(heap));
            System.out.println(ch.read(heap.clear()) + " " + ch.read(heap, 6) + " " + text(heap));
            ch.truncate(5);
            System.out.println(ch.size() + " " + ch.position());
            ch.force(true);
            ch.force(false);
            MappedByteBuffer map = ch.map(FileChannel.MapMode.READ_WRITE, 0, 4096);
            map.putInt(100, 0x01020304);
            map.force();
            System.out.println(ch.size() + " " + ch.read(ByteBuffer.allocate(4), 100));
            MappedByteBuffer copy = ch.map(FileChannel.MapMode.PRIVATE, 96, 16);
            copy.put(4, (byte) 9);
            System.out.println(map.get(100) + " " + copy.get(4) + " " + copy.getInt(4));
            MappedByteBuffer odd = ch.map(FileChannel.MapMode.READ_ONLY, 101, 3);
            System.out.println(odd.get(0) + " " + odd.isReadOnly() + " " + odd.isDirect() + " " + odd.capacity());
            try (FileLock lock = ch.lock(0, 10, false)) {
                System.out.println(lock.isValid() + " " + lock.isShared() + " " + lock.overlaps(5, 10));
                try {
                    ch.tryLock(5, 5, true);
                } catch (OverlappingFileLockException e) {
                    System.out.println(e);
                }
            }
            try (FileLock lock = ch.tryLock()) {
                System.out.println(lock.position() + " " + lock.size());
            }
            Path target = Path.of("channel.copy");
            try (FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                System.out.println(ch.transferTo(90, 50, out) + " " + out.transferFrom(ch.position(0), 50, 10) + " " + out.size());
            }
            byte[] copied = Files.readAllBytes(target);
            System.out.println(copied.length + " " + copied[10] + " " + (char) copied[50]);
            try (WritableByteChannel out = Channels.newChannel(new ByteArrayOutputStream())) {
                System.out.println(ch.transferTo(0, 200, out));
            }
        }
        try (RandomAccessFile file = new RandomAccessFile("random.bin", "rw")) {
            file.writeUTF("né");
            file.writeLong(Long.MIN_VALUE);
            file.setLength(20);
            System.out.println(file.getFilePointer() + " " + file.length());
            file.seek(5);
            System.out.println(file.readLong() + " " + file.skipBytes(100) + " " + file.read());
            file.setLength(3);
            System.out.println(file.getFilePointer() + " " + file.length());
            file.seek(10);
            file.write(new byte[20000], 1, 19999);
            System.out.println(file.length() + " " + file.getChannel().position());
        }
        try (RandomAccessFile file = new RandomAccessFile("random.bin", "rwd")) {
            byte[] all = new byte[30000];
            System.out.println(file.read(all) + " " + file.read(all) + " " + all[0] + all[1]);
        }
        Pipe pipe = Pipe.open();
        Thread writer = new Thread(() -> {
            try (Pipe.SinkChannel sink = pipe.sink()) {
                sink.write(ByteBuffer.wrap("through the pipe".getBytes()));
            } catch (IOException e) {
                System.out.println(e);
            }
        });
        writer.start();
        ByteBuffer buffer = ByteBuffer.allocate(100);
        while (pipe.source().read(buffer) >= 0) { }
        writer.join();
        System.out.println(text(buffer));
        pipe.source().close();
        try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.TRUNCATE_EXISTING)) {
            out.write("a\nb\nc".getBytes());
        }
        System.out.println(Files.readAllLines(path) + " " + Files.readString(path).length() + " " + Files.mismatch(path, Path.of("channel.copy")));
        System.out.println(Files.copy(new ByteArrayInputStream(new byte[70000]), path, StandardCopyOption.REPLACE_EXISTING) + " " + Files.size(path));
    }
}
