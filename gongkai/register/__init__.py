"""The register: every act, gap-free and provable, and the snapshots it names (登记台账、归档件)."""
