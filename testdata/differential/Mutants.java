import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.internal.org.objectweb.asm.ClassReader;
import jdk.internal.org.objectweb.asm.ClassWriter;
import jdk.internal.org.objectweb.asm.Opcodes;
import jdk.internal.org.objectweb.asm.Type;
import jdk.internal.org.objectweb.asm.commons.ClassRemapper;
import jdk.internal.org.objectweb.asm.commons.Remapper;
import jdk.internal.org.objectweb.asm.tree.AbstractInsnNode;
import jdk.internal.org.objectweb.asm.tree.ClassNode;
import jdk.internal.org.objectweb.asm.tree.FieldInsnNode;
import jdk.internal.org.objectweb.asm.tree.FieldNode;
import jdk.internal.org.objectweb.asm.tree.InsnList;
import jdk.internal.org.objectweb.asm.tree.InsnNode;
import jdk.internal.org.objectweb.asm.tree.InvokeDynamicInsnNode;
import jdk.internal.org.objectweb.asm.tree.MethodInsnNode;
import jdk.internal.org.objectweb.asm.tree.MethodNode;
import jdk.internal.org.objectweb.asm.tree.TypeInsnNode;

/**
 * Copies real classes into the package `m`, changes their methods so that they still verify, and writes them.
 * Arguments: the seed, the directory to write to, and directories with classes of programs; needs the export of
 * the class library's own assembler (`jdk.internal.org.objectweb.asm` and its packages `tree`, `commons`).
 */
public class Mutants {
    /** Classes of the class library that compute, rather than talk to the system. */
    static final String[] LIBRARY = {
        "java/lang/Integer", "java/lang/Long", "java/lang/Short", "java/lang/Byte", "java/lang/Double", "java/lang/Float",
        "java/lang/Math", "java/lang/StrictMath", "java/lang/StringLatin1", "java/lang/StringUTF16", "java/lang/StringBuilder",
        "java/lang/CharacterDataLatin1", "java/lang/Boolean", "java/lang/Character", "java/lang/FdLibm",
        "java/math/BigInteger", "java/math/BigDecimal", "java/math/MutableBigInteger", "java/math/MathContext",
        "java/util/ArrayDeque", "java/util/ArrayList", "java/util/Arrays", "java/util/Base64", "java/util/BitSet",
        "java/util/Collections", "java/util/DualPivotQuicksort", "java/util/EnumMap", "java/util/Formatter", "java/util/HashMap",
        "java/util/Hashtable", "java/util/IdentityHashMap", "java/util/IntSummaryStatistics", "java/util/LinkedHashMap",
        "java/util/LinkedList", "java/util/Objects", "java/util/Optional", "java/util/PriorityQueue", "java/util/Random",
        "java/util/Scanner", "java/util/SplittableRandom", "java/util/StringJoiner", "java/util/StringTokenizer",
        "java/util/TimSort", "java/util/ComparableTimSort", "java/util/TreeMap", "java/util/UUID", "java/util/Vector",
        "java/util/regex/Pattern", "java/util/zip/CRC32C", "java/util/Stack", "java/util/Spliterators", "java/util/OptionalInt",
        "java/util/concurrent/CopyOnWriteArrayList", "java/util/concurrent/TimeUnit", "java/util/Currency",
        "java/time/LocalDate", "java/time/LocalTime", "java/time/Duration", "java/time/Period", "java/time/Instant", "java/time/Year",
        "java/text/DecimalFormat", "java/text/ChoiceFormat", "java/text/MessageFormat", "java/text/DigitList",
        "java/text/Normalizer", "java/text/BreakIterator", "java/net/URLDecoder", "java/net/URLEncoder",
        "java/nio/HeapByteBuffer", "java/nio/charset/CoderResult", "java/io/StringReader", "java/io/StringWriter",
        "java/io/StreamTokenizer", "java/io/ByteArrayOutputStream", "java/io/ByteArrayInputStream", "java/io/PushbackReader",
        "jdk/internal/math/FloatingDecimal", "jdk/internal/math/FDBigInteger", "jdk/internal/math/FormattedFloatingDecimal",
        "jdk/internal/util/ArraysSupport", "jdk/internal/icu/text/UCharacterIterator", "sun/nio/cs/UTF_8", "sun/nio/cs/ISO_8859_1",
        "sun/security/provider/MD5", "sun/security/provider/SHA", "sun/security/provider/SHA2", "sun/security/provider/SHA5",
        "sun/security/provider/SHA3", "sun/security/provider/MD4", "sun/security/provider/MD2", "sun/security/util/DerValue",
        "sun/security/util/math/intpoly/IntegerPolynomialP256", "sun/security/util/ObjectIdentifier", "sun/security/util/BitArray",
        "com/sun/crypto/provider/AESCrypt", "com/sun/crypto/provider/DESCrypt", "com/sun/crypto/provider/ARCFOURCipher",
        "com/sun/crypto/provider/BlowfishCrypt", "com/sun/crypto/provider/RC2Crypt", "com/sun/crypto/provider/ChaCha20Cipher",
        "sun/net/util/IPAddressUtil", "sun/net/idn/Punycode", "sun/util/calendar/Gregorian", "sun/util/calendar/CalendarUtils",
    };
    /** Classes that talk to the system or to other threads; what mentions them is not copied. */
    static final Pattern REFUSED = Pattern.compile("java/lang/(Runtime|Process.*|Thread.*|ref/.*|Shutdown|invoke/VarHandle.*)"
            + "|jdk/internal/(misc|access|reflect|vm|loader|org|ref|perf)/.*|sun/misc/.*"
            + "|java/(util/concurrent/(?!CopyOnWrite|TimeUnit).*|util/Timer.*|security/SecureRandom|net/(?!URLDecoder|URLEncoder).*|nio/(file|channels)/.*)"
            + "|java/io/(File.*|RandomAccess.*|Console|Object.*)|java/rmi/.*|javax/.*");
    static final Set<String> REFUSED_METHODS = Set.of("java/lang/System.exit", "java/lang/System.gc", "java/lang/System.load",
            "java/lang/System.loadLibrary", "java/lang/System.nanoTime", "java/lang/System.currentTimeMillis", "java/lang/System.setOut",
            "java/lang/System.setErr", "java/lang/System.setIn", "java/lang/System.setProperty", "java/lang/System.setSecurityManager",
            "java/lang/Object.wait", "java/lang/Math.random", "java/lang/System.identityHashCode", "java/lang/Class.forName");
    static final int CLASSES_MAX = 24;
    /** Changes of a method that are tried before it stays as it is. */
    static final int ATTEMPTS = 4;

    final long seed;
    final Map<String, byte[]> programs = new TreeMap<>();
    /** The renamed copies, without changes. */
    final Map<String, byte[]> copies = new LinkedHashMap<>();
    final Map<String, ClassNode> nodes = new HashMap<>();
    /** Which change of a method is in use: 0 is none, and -1 that it cannot be copied at all. */
    final Map<String, Integer> attempts = new HashMap<>();
    int changed;

    Mutants(long seed) {
        this.seed = seed;
    }

    byte[] original(String name) throws IOException {
        byte[] own = programs.get(name);
        if (own != null || name.startsWith("[")) return own;
        try (InputStream in = ClassLoader.getSystemResourceAsStream(name + ".class")) {
            return in == null ? null : open(in.readAllBytes());
        }
    }

    /** The class without the list of those that may extend it, which this assembler's remapper does not know. */
    @SuppressWarnings("deprecation")
    static byte[] open(byte[] bytes) {
        ClassNode node = parse(bytes, 0);
        if (node.permittedSubclassesExperimental == null) return bytes;
        node.permittedSubclassesExperimental = null;
        ClassWriter writer = new ClassWriter(0);
        node.accept(writer);
        return writer.toByteArray();
    }

    static ClassNode parse(byte[] bytes, int flags) {
        ClassNode node = new ClassNode();
        new ClassReader(bytes).accept(node, flags);
        return node;
    }

    static Set<String> mentioned(byte[] bytes) {
        Set<String> found = new TreeSet<>();
        new ClassReader(bytes).accept(new ClassRemapper(new ClassNode(), new Remapper() {
            @Override public String map(String name) {
                found.add(name);
                return name;
            }
        }), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return found;
    }

    /** Whether a class must be copied for what was copied from beside it to work. */
    boolean follow(String name, String from) throws IOException {
        if (programs.containsKey(from)) return programs.containsKey(name);
        if (REFUSED.matcher(name).matches() || name.startsWith("[") || name.lastIndexOf('/') < 0) return false;
        byte[] bytes = original(name);
        if (bytes == null) return false;
        if (name.startsWith(from.replaceAll("\\$.*", "") + "$")) return true;
        String pack = name.substring(0, name.lastIndexOf('/')).replace('/', '.');
        boolean exported = Object.class.getModule().isExported(pack);
        return !exported || (new ClassReader(bytes).getAccess() & Opcodes.ACC_PUBLIC) == 0;
    }

    /** Everything that is copied, by old names. */
    Map<String, byte[]> family(List<String> roots) throws IOException {
        Map<String, byte[]> found = new LinkedHashMap<>();
        Deque<String> left = new ArrayDeque<>(roots);
        while (!left.isEmpty() && found.size() < CLASSES_MAX) {
            String name = left.poll();
            byte[] bytes = found.containsKey(name) ? null : original(name);
            if (bytes == null) continue;
            found.put(name, bytes);
            for (String other : mentioned(bytes)) {
                if (!found.containsKey(other) && follow(other, name)) left.add(other);
            }
        }
        return found;
    }

    static String renamed(String name) {
        return "m/" + name.substring(name.lastIndexOf('/') + 1);
    }

    void copy(Map<String, byte[]> family) {
        for (Map.Entry<String, byte[]> entry : family.entrySet()) {
            ClassNode node = new ClassNode();
            new ClassReader(entry.getValue()).accept(new ClassRemapper(node, new Remapper() {
                @Override public String map(String name) {
                    return family.containsKey(name) ? renamed(name) : name;
                }
            }), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            prepare(node);
            ClassWriter writer = new ClassWriter(0);
            node.accept(writer);
            copies.put(node.name, writer.toByteArray());
            nodes.put(node.name, node);
        }
    }

    /** Without nests, everything of a class must be open to the others. */
    void prepare(ClassNode node) {
        node.access = node.access & ~(Opcodes.ACC_PRIVATE | Opcodes.ACC_PROTECTED) | Opcodes.ACC_PUBLIC;
        node.nestHostClass = null;
        node.nestMembers = null;
        node.innerClasses.clear();
        node.outerClass = node.outerMethod = node.outerMethodDesc = node.signature = null;
        node.recordComponents = null;
        node.visibleAnnotations = node.invisibleAnnotations = null;
        for (FieldNode field : node.fields) {
            field.access = open(field.access);
            field.signature = null;
            field.visibleAnnotations = field.invisibleAnnotations = null;
        }
        for (MethodNode method : node.methods) {
            if ((method.access & Opcodes.ACC_NATIVE) != 0) returnZero(method);
            if (!method.name.equals("<clinit>")) method.access = open(method.access);
            method.signature = null;
            method.visibleAnnotations = method.invisibleAnnotations = null;
            method.visibleParameterAnnotations = method.invisibleParameterAnnotations = null;
            method.tryCatchBlocks.removeIf(block -> covers(method, block.start, block.end, block.handler));
            for (AbstractInsnNode insn : method.instructions.toArray()) leaveOut(method.instructions, insn);
            method.maxStack += 2;
            if (!allowed(method)) refuse(method);
        }
    }

    /** A handler that handles itself would be a loop without an end. */
    static boolean covers(MethodNode method, AbstractInsnNode start, AbstractInsnNode end, AbstractInsnNode handler) {
        int at = method.instructions.indexOf(handler);
        return at >= method.instructions.indexOf(start) && at < method.instructions.indexOf(end);
    }

    static int open(int access) {
        return access & ~(Opcodes.ACC_PRIVATE | Opcodes.ACC_PROTECTED) | Opcodes.ACC_PUBLIC;
    }

    static boolean refused(AbstractInsnNode insn) {
        return insn instanceof FieldInsnNode field && REFUSED.matcher(field.owner).matches()
                || insn instanceof MethodInsnNode call && !call.name.equals("<init>")
                && (REFUSED.matcher(call.owner).matches() || REFUSED_METHODS.contains(call.owner + "." + call.name));
    }

    /** In place of what is refused, no effect and a result of zero. */
    static void leaveOut(InsnList code, AbstractInsnNode insn) {
        if (!refused(insn)) return;
        InsnList list = new InsnList();
        int opcode = insn.getOpcode();
        Type result = Type.VOID_TYPE;
        if (insn instanceof MethodInsnNode call) {
            Type[] types = Type.getArgumentTypes(call.desc);
            for (int i = types.length - 1; i >= 0; i--) list.add(new InsnNode(types[i].getSize() == 2 ? Opcodes.POP2 : Opcodes.POP));
            if (opcode != Opcodes.INVOKESTATIC) list.add(new InsnNode(Opcodes.POP));
            result = Type.getReturnType(call.desc);
        } else if (insn instanceof FieldInsnNode field) {
            Type type = Type.getType(field.desc);
            if (opcode == Opcodes.PUTFIELD || opcode == Opcodes.PUTSTATIC) {
                list.add(new InsnNode(type.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP));
            } else {
                result = type;
            }
            if (opcode == Opcodes.PUTFIELD || opcode == Opcodes.GETFIELD) list.insert(new InsnNode(Opcodes.POP));
            if (opcode == Opcodes.PUTFIELD) return;
        }
        if (result != Type.VOID_TYPE) list.add(zero(result));
        code.insert(insn, list);
        code.remove(insn);
    }

    static InsnNode zero(Type type) {
        return new InsnNode(switch (type.getSort()) {
            case Type.LONG -> Opcodes.LCONST_0;
            case Type.FLOAT -> Opcodes.FCONST_0;
            case Type.DOUBLE -> Opcodes.DCONST_0;
            case Type.OBJECT, Type.ARRAY -> Opcodes.ACONST_NULL;
            default -> Opcodes.ICONST_0;
        });
    }

    /** In place of a native method. */
    static void returnZero(MethodNode method) {
        method.access &= ~Opcodes.ACC_NATIVE;
        Type result = Type.getReturnType(method.desc);
        if (result != Type.VOID_TYPE) method.instructions.add(zero(result));
        method.instructions.add(new InsnNode(result.getOpcode(Opcodes.IRETURN)));
        method.maxStack = 2;
        method.maxLocals = 1 + Type.getArgumentsAndReturnSizes(method.desc) / 4;
    }

    static boolean allowed(MethodNode method) {
        for (AbstractInsnNode node : method.instructions) {
            String owner = node instanceof MethodInsnNode call ? call.owner
                    : node instanceof FieldInsnNode field ? field.owner : node instanceof TypeInsnNode type ? type.desc : "";
            if (REFUSED.matcher(owner).matches()) return false;
            if (node instanceof MethodInsnNode call && REFUSED_METHODS.contains(call.owner + "." + call.name)) return false;
            if (node.getOpcode() == Opcodes.JSR || node.getOpcode() == Opcodes.RET) return false;
        }
        return true;
    }

    /** A method that only throws. */
    static void refuse(MethodNode method) {
        if (method.instructions.size() == 0) return;
        method.instructions = new InsnList();
        method.tryCatchBlocks.clear();
        String type = "java/lang/UnsupportedOperationException";
        method.instructions.add(new TypeInsnNode(Opcodes.NEW, type));
        method.instructions.add(new InsnNode(Opcodes.DUP));
        method.instructions.add(new MethodInsnNode(Opcodes.INVOKESPECIAL, type, "<init>", "()V"));
        method.instructions.add(new InsnNode(Opcodes.ATHROW));
        method.maxStack = 2;
    }

    static String key(ClassNode node, MethodNode method) {
        return node.name + "." + method.name + method.desc;
    }

    /** The class with the changes that are in use now. */
    byte[] build(String name) {
        ClassNode node = parse(copies.get(name), 0);
        boolean old = (node.access & Opcodes.ACC_INTERFACE) == 0 && new Random(seed ^ name.hashCode()).nextInt(3) == 0;
        for (MethodNode method : node.methods) {
            if (method.instructions.size() == 0) continue;
            String key = key(node, method);
            Random random = new Random(seed * 31 + key.hashCode());
            int attempt = attempts.computeIfAbsent(key, k -> random.nextInt(20) < (method.name.equals("<clinit>") ? 1 : 17) ? 1 : 0);
            if (attempt < 0) refuse(method);
            if (attempt > 0) attempts.put(key, Mutation.apply(node, method, nodes, seed, attempt, ATTEMPTS));
            Instrument.apply(method, random);
            for (AbstractInsnNode insn : method.instructions) old &= !(insn instanceof InvokeDynamicInsnNode);
        }
        // Class files from before version 50 have no frames, and are verified by inference.
        node.version = old ? Opcodes.V1_5 : Opcodes.V17;
        ClassWriter writer = new ClassWriter(old ? ClassWriter.COMPUTE_MAXS : ClassWriter.COMPUTE_FRAMES) {
            @Override protected String getCommonSuperClass(String a, String b) {
                return common(a, b);
            }
        };
        node.accept(writer);
        return writer.toByteArray();
    }

    /** The nearest class that both extend, as the verifier sees it: interfaces are objects. */
    String common(String a, String b) {
        List<String> above = new ArrayList<>();
        for (String c = a; c != null; c = parent(c)) above.add(c);
        for (String c = b; c != null; c = parent(c)) {
            if (above.contains(c)) return c;
        }
        return "java/lang/Object";
    }

    String parent(String name) {
        ClassNode node = nodes.get(name);
        if (node != null) return (node.access & Opcodes.ACC_INTERFACE) != 0 ? "java/lang/Object" : node.superName;
        try {
            Class<?> type = Class.forName(name.replace('/', '.'), false, null);
            if (type.isInterface()) return "java/lang/Object";
            return type.getSuperclass() == null ? null : type.getSuperclass().getName().replace('.', '/');
        } catch (ClassNotFoundException e) {
            return "java/lang/Object";
        }
    }

    static final class Loader extends ClassLoader {
        final Map<String, byte[]> classes;

        Loader(Map<String, byte[]> classes) {
            super(Mutants.class.getClassLoader());
            this.classes = classes;
        }

        /** Declared methods are told of linked classes only. */
        void link(String name) {
            try {
                loadClass(name.replace('/', '.')).getDeclaredMethods();
            } catch (ClassNotFoundException e) {
                throw new NoClassDefFoundError(name);
            }
        }

        @Override protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classes.get(name.replace('.', '/'));
            if (bytes == null) throw new ClassNotFoundException(name);
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    static final Pattern LOCATION = Pattern.compile("Location:\\s+(\\S+)\\.(\\S+?)(\\(\\S+) @");
    static final Pattern OLD_LOCATION = Pattern.compile("class: (\\S+), method: (\\S+) signature: (\\S+)\\)");

    /** Builds all, and takes back what is not accepted, until everything is. */
    Map<String, byte[]> accepted() {
        Map<String, byte[]> built = new LinkedHashMap<>();
        for (String name : List.copyOf(copies.keySet())) rebuild(built, name);
        for (int round = 0; round < 2000; round++) {
            String bad = null;
            Loader loader = new Loader(built);
            for (String name : List.copyOf(built.keySet())) {
                try {
                    loader.link(name);
                } catch (VerifyError e) {
                    bad = blame(e.getMessage());
                } catch (LinkageError e) {
                    // It cannot be copied: others then say that it is missing.
                    built.remove(name);
                    copies.remove(name);
                    bad = name;
                }
                if (bad != null) break;
            }
            if (bad == null) return built;
            if (copies.containsKey(bad)) rebuild(built, bad);
        }
        throw new IllegalStateException("no end of rejected methods");
    }

    void rebuild(Map<String, byte[]> built, String name) {
        try {
            built.put(name, build(name));
        } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
            copies.remove(name);
            built.remove(name);
        }
    }

    /** The class that was rejected, which may be above the one that was linked. */
    String blame(String message) {
        Matcher matcher = LOCATION.matcher(message);
        if (!matcher.find()) {
            matcher = OLD_LOCATION.matcher(message);
            if (!matcher.find()) throw new IllegalStateException(message);
        }
        String key = matcher.group(1) + "." + matcher.group(2) + matcher.group(3);
        int attempt = attempts.get(key);
        attempts.put(key, attempt <= 0 ? -1 : attempt >= ATTEMPTS ? 0 : attempt + 1);
        return matcher.group(1);
    }

    public static void main(String[] args) throws IOException {
        long seed = Long.parseLong(args[0]);
        Path out = Path.of(args[1]);
        Mutants mutants = new Mutants(seed);
        for (int i = 2; i < args.length; i++) mutants.read(Path.of(args[i]));
        Random random = new Random(seed);
        List<String> roots = new ArrayList<>();
        List<String> programs = List.copyOf(mutants.programs.keySet());
        if (!programs.isEmpty() && seed % 4 == 0) {
            for (int i = 0; i < 12; i++) roots.add(programs.get(random.nextInt(programs.size())));
        } else {
            roots.add(LIBRARY[random.nextInt(LIBRARY.length)]);
        }
        mutants.copy(mutants.family(roots));
        Map<String, byte[]> made = mutants.accepted();
        Files.createDirectories(out.resolve("m"));
        StringBuilder names = new StringBuilder();
        for (Map.Entry<String, byte[]> entry : made.entrySet()) {
            Files.write(out.resolve(entry.getKey() + ".class"), entry.getValue());
            names.append(entry.getKey().replace('/', '.')).append('\n');
        }
        Files.writeString(out.resolve("classes"), names);
        long changed = mutants.attempts.values().stream().filter(attempt -> attempt > 0).count();
        System.out.println(roots.get(0) + ": " + made.size() + " classes, " + changed + " of " + mutants.attempts.size() + " methods changed");
    }

    void read(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
                byte[] bytes = Files.readAllBytes(file);
                try {
                    programs.put(new ClassReader(bytes).getClassName(), open(bytes));
                } catch (IllegalArgumentException e) {
                    // A case whose class file is wrong on purpose.
                }
            }
        }
    }
}
