public interface Makes { Part make(); }
