import java.io.IOException;
import java.net.*;
import java.nio.ByteBuffer;
import java.nio.channels.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.concurrent.*;

/** Asynchronous channels: futures, handlers, groups, timeouts, errors; files, too. */
public class NetAsync {
    interface Action {
        Object run() throws Exception;
    }

    static void show(String what, Action action) {
        try {
            System.out.println(what + ": " + action.run());
        } catch (ExecutionException e) {
            System.out.println(what + " failed: " + e.getCause());
        } catch (Throwable e) {
            System.out.println(what + ": " + e);
        }
    }

    static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    static ByteBuffer bytes(String text) {
        return StandardCharsets.UTF_8.encode(text);
    }

    static String text(ByteBuffer buffer) {
        return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
    }

    /** Completes a future. */
    static <T> CompletionHandler<T, CompletableFuture<T>> handler() {
        return new CompletionHandler<>() {
            @Override
            public void completed(T result, CompletableFuture<T> future) {
                future.complete(result);
            }

            @Override
            public void failed(Throwable e, CompletableFuture<T> future) {
                future.completeExceptionally(e);
            }
        };
    }

    public static void main(String[] args) throws Exception {
        sockets();
        groups();
        files();
    }

    static void sockets() throws Exception {
        AsynchronousServerSocketChannel server = AsynchronousServerSocketChannel.open().bind(ANY);
        Future<AsynchronousSocketChannel> accepted = server.accept();
        show("accept twice", server::accept);
        AsynchronousSocketChannel a = AsynchronousSocketChannel.open();
        System.out.println(a.connect(server.getLocalAddress()).get());
        AsynchronousSocketChannel b = accepted.get();
        System.out.println(b.getRemoteAddress().equals(a.getLocalAddress()));
        System.out.println(a.write(bytes("asynchronous")).get());
        ByteBuffer in = ByteBuffer.allocate(100);
        System.out.println(b.read(in).get() + " " + text(in));
        Future<Integer> pending = b.read(in.clear());
        show("read while reading", () -> b.read(ByteBuffer.allocate(1)).get());
        a.write(bytes("later"));
        System.out.println(pending.get() + " " + text(in));
        CompletableFuture<Integer> read = new CompletableFuture<>();
        b.read(in.clear(), read, handler());
        CompletableFuture<Long> written = new CompletableFuture<>();
        a.write(new ByteBuffer[] {bytes("gathered "), bytes("parts")}, 0, 2, 1, TimeUnit.SECONDS, written, handler());
        System.out.println(written.get() + " " + read.get() + " " + text(in));
        CompletableFuture<Integer> late = new CompletableFuture<>();
        b.read(in.clear(), 30, TimeUnit.MILLISECONDS, late, handler());
        show("timeout", late::get);
        show("after a timeout", () -> b.read(in).get());
        Future<Integer> closing = a.read(ByteBuffer.allocate(1));
        a.close();
        show("closed", closing::get);
        show("closed before", () -> a.read(ByteBuffer.allocate(1)).get());
        b.close();
        SocketAddress address = server.getLocalAddress();
        Future<AsynchronousSocketChannel> waiting = server.accept();
        server.close();
        show("accept closed", waiting::get);
        show("refused", () -> AsynchronousSocketChannel.open().connect(address).get());
        show("not connected", () -> AsynchronousSocketChannel.open().read(ByteBuffer.allocate(1)).get());
        show("in use", () -> {
            try (var one = AsynchronousServerSocketChannel.open().bind(ANY)) {
                return AsynchronousServerSocketChannel.open().bind(one.getLocalAddress());
            }
        });
    }

    static void groups() throws Exception {
        AsynchronousChannelGroup group = AsynchronousChannelGroup.withFixedThreadPool(2, Executors.defaultThreadFactory());
        AsynchronousServerSocketChannel server = AsynchronousServerSocketChannel.open(group).bind(ANY);
        server.accept(null, new CompletionHandler<AsynchronousSocketChannel, Void>() {
            @Override
            public void completed(AsynchronousSocketChannel peer, Void nothing) {
                server.accept(null, this);
                ByteBuffer buffer = ByteBuffer.allocate(50);
                peer.read(buffer, null, new CompletionHandler<Integer, Void>() {
                    @Override
                    public void completed(Integer count, Void nothing) {
                        if (count < 0) {
                            try {
                                peer.close();
                            } catch (IOException e) {
                                System.out.println(e);
                            }
                            return;
                        }
                        CompletionHandler<Integer, Void> reader = this;
                        peer.write(buffer.flip(), null, new CompletionHandler<Integer, Void>() {
                            @Override
                            public void completed(Integer count, Void nothing) {
                                peer.read(buffer.clear(), null, reader);
                            }

                            @Override
                            public void failed(Throwable e, Void nothing) {
                                System.out.println("write " + e);
                            }
                        });
                    }

                    @Override
                    public void failed(Throwable e, Void nothing) {
                        if (!(e instanceof ClosedChannelException)) {
                            System.out.println("read " + e);
                        }
                    }
                });
            }

            @Override
            public void failed(Throwable e, Void nothing) {
                if (!(e instanceof ClosedChannelException)) {
                    System.out.println("accept " + e);
                }
            }
        });
        int good = 0;
        for (int i = 0; i < 30; i++) {
            try (AsynchronousSocketChannel channel = AsynchronousSocketChannel.open(group)) {
                channel.connect(server.getLocalAddress()).get();
                for (String word : new String[] {"one", "two", "three"}) {
                    channel.write(bytes(word)).get();
                    ByteBuffer back = ByteBuffer.allocate(word.length());
                    while (back.hasRemaining()) {
                        channel.read(back).get();
                    }
                    good += text(back).equals(word) ? 1 : 0;
                }
            }
        }
        System.out.println("echoed " + good);
        group.shutdownNow();
        System.out.println(group.awaitTermination(10, TimeUnit.SECONDS) + " " + group.isTerminated() + " " + server.isOpen());
        show("group is shut down", () -> AsynchronousSocketChannel.open(group));
    }

    static void files() throws Exception {
        Path path = Path.of("async.txt");
        try (AsynchronousFileChannel file = AsynchronousFileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            System.out.println(file.write(bytes("written at ten"), 10).get() + " " + file.size());
            ByteBuffer in = ByteBuffer.allocate(7);
            CompletableFuture<Integer> read = new CompletableFuture<>();
            file.read(in, 10, read, handler());
            System.out.println(read.get() + " " + text(in) + " " + file.read(in.clear(), 1000).get());
            FileLock lock = file.lock().get();
            System.out.println(lock.isValid() + " " + lock.isShared());
            show("lock twice", () -> file.tryLock());
            lock.release();
            System.out.println(file.truncate(12).size());
        }
        show("read only", () -> {
            try (AsynchronousFileChannel file = AsynchronousFileChannel.open(path)) {
                return file.write(bytes("x"), 0).get();
            }
        });
        show("not there", () -> AsynchronousFileChannel.open(Path.of("nothing")));
    }
}
