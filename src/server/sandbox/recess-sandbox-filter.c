/*
 * Copyright 2026 The Recess authors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "recess-sandbox-filter.h"
#include "recess-sandbox-memory.h"

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCHITECTURE AUDIT_ARCH_RISCV64
#elif defined(__powerpc64__) && defined(__LITTLE_ENDIAN__)
#define ARCHITECTURE AUDIT_ARCH_PPC64LE
#endif

#define X32_BIT 0x40000000u

#define NEW_NAMESPACES                                                                            \
  (CLONE_NEWCGROUP | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUSER |   \
   CLONE_NEWUTS)

#define DENY(code) (SECCOMP_RET_ERRNO | ((code) & SECCOMP_RET_DATA))

#ifdef ARCHITECTURE

static const int refused[] = {
  /* Namespaces and mounts. */
  SYS_unshare, SYS_setns, SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_open_tree,
  SYS_move_mount, SYS_fsopen, SYS_fsconfig, SYS_fsmount, SYS_fspick, SYS_mount_setattr,
  /* Other processes. */
  SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_process_madvise, SYS_pidfd_getfd,
  SYS_kcmp, SYS_perf_event_open,
  /* Memory that belongs to no process, or that none has mapped. */
  SYS_memfd_create, SYS_shmget, SYS_semget, SYS_msgget, SYS_mq_open,
  /* Wide doors to the kernel. */
  SYS_add_key, SYS_request_key, SYS_keyctl, SYS_bpf, SYS_userfaultfd, SYS_io_uring_setup,
  SYS_io_uring_enter, SYS_io_uring_register, SYS_fanotify_init, SYS_name_to_handle_at,
  SYS_open_by_handle_at, SYS_quotactl, SYS_quotactl_fd, SYS_acct, SYS_syslog, SYS_reboot,
  SYS_swapon, SYS_swapoff, SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load,
  SYS_settimeofday, SYS_clock_settime, SYS_adjtimex, SYS_clock_adjtime, SYS_sethostname,
  SYS_setdomainname, SYS_vhangup,
#ifdef SYS_memfd_secret
  SYS_memfd_secret,
#endif
#ifdef SYS_kexec_file_load
  SYS_kexec_file_load,
#endif
#ifdef SYS_modify_ldt
  SYS_modify_ldt,
#endif
#ifdef SYS_iopl
  SYS_iopl, SYS_ioperm,
#endif
};

static void
add (GArray *program,
     guint16 code,
     guint32 value,
     guint8  if_true,
     guint8  if_false)
{
  struct sock_filter step = { code, if_true, if_false, value };

  g_array_append_val (program, step);
}

static void
add_load (GArray *program,
          gsize   offset)
{
  add (program, BPF_LD | BPF_W | BPF_ABS, (guint32) offset, 0, 0);
}

static void
add_return (GArray *program,
            guint32 value)
{
  add (program, BPF_RET | BPF_K, value, 0, 0);
}

static void
add_refusal (GArray *program,
             int     number,
             int     code)
{
  add (program, BPF_JMP | BPF_JEQ | BPF_K, (guint32) number, 0, 1);
  add_return (program, DENY ((guint32) code));
}

/* A process that says it is of another architecture has other numbers for the calls. */
static void
add_head (GArray *program)
{
  add_load (program, offsetof (struct seccomp_data, arch));
  add (program, BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
  add_return (program, SECCOMP_RET_KILL_PROCESS);
  add_load (program, offsetof (struct seccomp_data, nr));
#ifdef __x86_64__
  add (program, BPF_JMP | BPF_JGE | BPF_K, X32_BIT, 0, 1);
  add_return (program, DENY (ENOSYS));
#endif
}

static void
add_clone (GArray *program)
{
  /* Its flags are in memory, where a filter cannot look; the C library does with clone (). */
  add_refusal (program, SYS_clone3, ENOSYS);
  add (program, BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 4);
  add_load (program, offsetof (struct seccomp_data, args[0]));
  add (program, BPF_JMP | BPF_JSET | BPF_K, NEW_NAMESPACES, 0, 1);
  add_return (program, DENY (EPERM));
  add_return (program, SECCOMP_RET_ALLOW);
}

static void
add_socket (GArray *program)
{
  add (program, BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 6);
  add_load (program, offsetof (struct seccomp_data, args[0]));
  add (program, BPF_JMP | BPF_JEQ | BPF_K, AF_UNIX, 3, 0);
  add (program, BPF_JMP | BPF_JEQ | BPF_K, AF_INET, 2, 0);
  add (program, BPF_JMP | BPF_JEQ | BPF_K, AF_INET6, 1, 0);
  add_return (program, DENY (EAFNOSUPPORT));
  add_return (program, SECCOMP_RET_ALLOW);
}

static void
add_ioctl (GArray *program)
{
  add (program, BPF_JMP | BPF_JEQ | BPF_K, SYS_ioctl, 0, 4);
  add_load (program, offsetof (struct seccomp_data, args[1]));
  add (program, BPF_JMP | BPF_JEQ | BPF_K, TIOCSTI, 1, 0);
  add (program, BPF_JMP | BPF_JEQ | BPF_K, TIOCLINUX, 0, 1);
  add_return (program, DENY (EPERM));
}

int
recess_sandbox_filter_open (GError **error)
{
  g_autoptr (GArray) program = g_array_new (FALSE, FALSE, sizeof (struct sock_filter));

  add_head (program);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    add_refusal (program, refused[i], EPERM);
  add_clone (program);
  add_socket (program);
  add_ioctl (program);
  add_return (program, SECCOMP_RET_ALLOW);
  return recess_sandbox_memory_open ("filter", program->data,
                                     program->len * sizeof (struct sock_filter), error);
}

#else

int
recess_sandbox_filter_open (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                       "The sandbox does not know the system calls of this kind of processor.");
  return -1;
}

#endif
